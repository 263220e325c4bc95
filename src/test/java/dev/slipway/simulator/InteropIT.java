package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.simulator.serving.ModelArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Clients that were not written here, unmodified: boto3, the aws CLI, and Terraform with AWS's
 * provider. Only {@code mvn verify -Pinterop} runs this; it fails where a tool is missing. Scripts
 * are in {@code src/test/interop}, what they said is left in {@code target/interop}.
 */
@Tag("interop")
class InteropIT {

  private static final double SPEED = 60;
  private static final Path SCRIPTS = Path.of("src/test/interop").toAbsolutePath();
  private static final Path OUTPUT = Path.of("target/interop").toAbsolutePath();

  @AutoClose
  private final Simulator simulator =
      Simulator.start(SimulatorOptions.builder().speed(SPEED).build());

  @BeforeAll
  static void everyToolIsThere() throws Exception {
    List<String> missing =
        new ArrayList<>(Tool.missing("python3", "aws", "terraform", "bash", "tar"));
    if (Tool.onPath("python3")
        && new ProcessBuilder("python3", "-c", "import boto3").start().waitFor() != 0) {
      missing.add("Python's boto3");
    }
    assertThat(missing).as("what is missing to run this").isEmpty();
  }

  @Test
  void boto3CreatesListsInvokesStreamsAndReadsAlarmsAndMetrics() throws Exception {
    Tool.Ended tour =
        tool("boto3").run("boto3", "python3", SCRIPTS.resolve("python/tour.py").toString());

    assertThat(tour.said()).endsWith("done\n");
    assertThat(tour.status()).isZero();
  }

  @Test
  void theAwsCliCreatesListsInvokesAndReadsAlarmsAndMetrics() throws Exception {
    Tool.Ended tour = tool("cli").run("cli", "bash", SCRIPTS.resolve("cli/tour.sh").toString());

    assertThat(tour.said()).endsWith("done\n");
    assertThat(tour.status()).isZero();
  }

  @Test
  void theArticlesTerraformCreatesPlansCleanUpdatesAndDestroys() throws Exception {
    for (String version : List.of("v1", "v2")) {
      artifact(version);
    }
    SnsClient sns = client(SnsClient.builder(), simulator.uri());
    sns.createTopic(r -> r.name("ml-alerts"));
    SageMakerClient sageMaker = client(SageMakerClient.builder(), simulator.uri());
    Tool terraform =
        Terraform.in(
            simulator.uri(), OUTPUT.resolve("terraform"), "main.tf", "v1.tfvars", "v2.tfvars");
    Tool.Ended init = terraform.run("1-init", "terraform", "init", "-no-color", "-input=false");
    assertThat(init.status())
        .as("Terraform's AWS provider 5.100.0 is missing: %s", init.said())
        .isZero();

    Tool.Ended created = terraform.run("2-create", apply("v1"));
    assertThat(created.said()).contains("Apply complete! Resources: 9 added, 0 changed");
    String first = configOf(sageMaker);

    Tool.Ended plan = terraform.run("3-plan", plan("v1"));
    assertThat(plan.said()).contains("No changes.");
    assertThat(plan.status()).isZero();

    Tool.Ended updated = terraform.run("4-update", apply("v2"));
    assertThat(updated.said())
        .contains("Apply complete! Resources: 2 added, 1 changed, 2 destroyed");
    assertThat(configOf(sageMaker)).isNotEqualTo(first);
    assertThat(terraform.run("5-plan", plan("v2")).status()).isZero();

    Tool.Ended destroyed =
        terraform.run(
            "6-destroy",
            "terraform",
            "destroy",
            "-no-color",
            "-auto-approve",
            "-var-file=v2.tfvars");
    assertThat(destroyed.said()).contains("Destroy complete! Resources: 9 destroyed.");
    // The provider is done while the endpoint is still Deleting.
    await().untilAsserted(() -> assertThat(sageMaker.listEndpoints().endpoints()).isEmpty());
    assertThat(sageMaker.listModels().models()).isEmpty();
    assertThat(client(CloudWatchClient.builder(), simulator.uri()).describeAlarms().metricAlarms())
        .isEmpty();
  }

  private static String configOf(SageMakerClient sageMaker) {
    var endpoint = sageMaker.describeEndpoint(r -> r.endpointName("prod-fraud-detector"));
    assertThat(endpoint.endpointStatusAsString()).isEqualTo("InService");
    return endpoint.endpointConfigName();
  }

  private static String[] apply(String version) {
    return new String[] {
      "terraform", "apply", "-no-color", "-auto-approve", "-var-file=" + version + ".tfvars"
    };
  }

  private static String[] plan(String version) {
    return new String[] {
      "terraform", "plan", "-no-color", "-detailed-exitcode", "-var-file=" + version + ".tfvars"
    };
  }

  private void artifact(String version) {
    S3Client s3 = client(S3Client.builder().forcePathStyle(true), simulator.uri());
    s3.createBucket(r -> r.bucket("ml-models-prod"));
    s3.putObject(
        r -> r.bucket("ml-models-prod").key("fraud-detector/" + version + "/model.tar.gz"),
        RequestBody.fromBytes(
            ModelArchive.pack(
                "{\"kind\":\"logistic_regression\",\"weights\":[0.1],\"answer\":{\"version\":\""
                    + version
                    + "\"}}")));
  }

  private Tool tool(String name) throws IOException {
    return new Tool(simulator.uri(), Files.createDirectories(OUTPUT.resolve(name)), Map.of());
  }
}
