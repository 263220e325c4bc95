package dev.slipway.simulator;

import static dev.slipway.simulator.WireWorld.IMAGE;
import static dev.slipway.simulator.WireWorld.VARIANT;
import static dev.slipway.simulator.WireWorld.artifactUrl;
import static dev.slipway.simulator.WireWorld.instances;
import static dev.slipway.simulator.WireWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.DeployedImage;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.InferenceExecutionMode;
import software.amazon.awssdk.services.sagemaker.model.S3ModelDataSource;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import tools.jackson.databind.json.JsonMapper;

/** Models of several containers, and what surrounds containers, through AWS's own clients. */
class ContainersTests {

  @TempDir private Path directory;
  @AutoClose private WireWorld world = new WireWorld();

  private static ContainerDefinition container(String artifact, @Nullable String hostname) {
    return ContainerDefinition.builder()
        .image(IMAGE)
        .modelDataUrl(artifactUrl(artifact))
        .containerHostname(hostname)
        .build();
  }

  private void pipeline(String second) {
    world.artifact("first", "\"answer\":{\"features\":[-3]}");
    world.sageMaker.createModel(r ->
        r.modelName("chain")
            .containers(
                c -> c.image(IMAGE).modelDataUrl(artifactUrl("first")),
                c -> c.image(IMAGE).modelDataUrl(artifactUrl(second))));
    world.config("chain", r -> r.productionVariants(instances(VARIANT, "chain", 1)));
    world.create("chain");
  }

  @Test
  void aPipelineSendsEachAnswerOnToTheNextContainer() {
    world.artifact("second");
    pipeline("second");

    String answer = world.invoke().body().asUtf8String();

    assertThat(answer).contains("\"v\":\"second\"").contains("\"label\":0");
    assertThat(world.describe().productionVariants().getFirst().deployedImages())
        .extracting(DeployedImage::specifiedImage)
        .containsExactly(IMAGE, IMAGE);
  }

  @Test
  void aPipelinesErrorNamesTheContainerThatFailed() {
    world.artifact("second", "\"faults\":{\"error_rate\":1}");
    pipeline("second");

    assertThatThrownBy(world::invoke)
        .isInstanceOf(ModelErrorException.class)
        .hasMessageContaining("Received server error (500) from container-2 with message")
        .satisfies(e -> assertThat(((ModelErrorException) e).originalStatusCode()).isEqualTo(500));
  }

  @Test
  void aPipelineComesUpWhole() {
    world.artifact("second", "\"faults\":{\"ping_fails\":true}");
    pipeline("second");

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.FAILED);
    assertThat(world.describe().failureReason())
        .startsWith(
            "The container-2 container for production variant AllTraffic did not pass the ping"
                + " health check.");
  }

  @Test
  void containersThatAreInvokedDirectlyAreNamedByTheCaller() {
    world.close();
    world = new WireWorld(WireWorld.in(directory));
    world.artifact("first");
    world.artifact("second");
    world.sageMaker.createModel(r ->
        r.modelName("pair")
            .containers(List.of(container("first", "one"), container("second", "two")))
            .inferenceExecutionConfig(i -> i.mode(InferenceExecutionMode.DIRECT)));
    world.config("pair", r -> r.productionVariants(instances(VARIANT, "pair", 2)));
    world.create("pair");

    for (int round = 0; round < 2; round++) {
      assertThat(world.invoke(r -> r.targetContainerHostname("one")).body().asUtf8String())
          .contains("\"v\":\"first\"");
      assertThat(world.invoke(r -> r.targetContainerHostname("two")).body().asUtf8String())
          .contains("\"v\":\"second\"");
      refused(() -> world.invoke(), "ValidationError", "TargetContainerHostname is needed");
      refused(
          () -> world.invoke(r -> r.targetContainerHostname("three")),
          "ValidationError",
          "no container with the hostname three");
      world.restart();
    }
  }

  @Test
  void aModelOfOneContainerIsNotInvokedByName() {
    world.model("v1");
    world.config("v1", 1);
    world.create("v1");

    refused(
        () -> world.invoke(r -> r.targetContainerHostname("primary")),
        "ValidationError",
        "only for models that are invoked directly");
  }

  @Test
  void whatContainersCannotBeIsRefusedByCreateModel() {
    refused(
        () ->
            world.sageMaker.createModel(r ->
                r.modelName("m")
                    .containers(container("first", "same"), container("second", "same"))),
        "ValidationException",
        "must be unique");
    refused(
        () ->
            world.sageMaker.createModel(
                r -> r.modelName("m").containers(container("a", "one"), container("b", null))),
        "ValidationException",
        "specified for every container");
    refused(
        () ->
            world.sageMaker.createModel(r ->
                r.modelName("m")
                    .containers(container("a", null), container("b", null))
                    .inferenceExecutionConfig(i -> i.mode(InferenceExecutionMode.DIRECT))),
        "ValidationException",
        "specified for every container");
    refused(
        () ->
            world.sageMaker.createModel(
                r -> r.modelName("m").primaryContainer(c -> c.image(IMAGE).mode("MultiModel"))),
        "ValidationException",
        "MultiModel is not modelled");
  }

  @Test
  void aModelIsToldWithWhatSageMakerAddsToIt() {
    world.model("v1");
    pipeline("v1");

    var alone = world.sageMaker.describeModel(r -> r.modelName("v1"));
    var chained = world.sageMaker.describeModel(r -> r.modelName("chain"));

    assertThat(List.of(alone, chained))
        .allSatisfy(it ->
            assertThat(it.deploymentRecommendation().recommendationStatusAsString())
                .isEqualTo("NOT_APPLICABLE"));
    assertThat(Stream.concat(Stream.of(alone.primaryContainer()), chained.containers().stream()))
        .hasSize(3)
        .allSatisfy(it -> {
          assertThat(it.modeAsString()).isEqualTo("SingleModel");
          S3ModelDataSource source = it.modelDataSource().s3DataSource();
          assertThat(source.s3Uri()).isEqualTo(it.modelDataUrl());
          assertThat(source.s3DataTypeAsString()).isEqualTo("S3Object");
          assertThat(source.compressionTypeAsString()).isEqualTo("Gzip");
        });
    assertThat(alone.inferenceExecutionConfig()).isNull();
    assertThat(chained.inferenceExecutionConfig().mode()).isEqualTo(InferenceExecutionMode.SERIAL);
  }

  @Test
  void aContainerWithoutAnArtifactHasNoSource() {
    world.sageMaker.createModel(r -> r.modelName("bare").primaryContainer(c -> c.image(IMAGE)));

    assertThat(
            world
                .sageMaker
                .describeModel(r -> r.modelName("bare"))
                .primaryContainer()
                .modelDataSource())
        .isNull();
  }

  @Test
  void anEndpointTellsTheRoutingStrategyThatItsConfigurationNames() {
    world.model("v1");
    world.config("none", r -> r.productionVariants(instances(VARIANT, "v1", 1)));
    world.create("none");
    assertThat(world.describe().productionVariants().getFirst().routingConfig()).isNull();
    for (String strategy : List.of("LEAST_OUTSTANDING_REQUESTS", "RANDOM")) {
      world.config(
          strategy.substring(0, 4),
          r ->
              r.productionVariants(
                  instances(VARIANT, "v1", 1).toBuilder()
                      .routingConfig(to -> to.routingStrategy(strategy))
                      .build()));
      world.update(strategy.substring(0, 4));
      assertThat(world.describe().pendingDeploymentSummary().productionVariants())
          .singleElement()
          .satisfies(
              it -> assertThat(it.routingConfig().routingStrategyAsString()).isEqualTo(strategy));
      world.advance(900);
      assertThat(
              world
                  .describe()
                  .productionVariants()
                  .getFirst()
                  .routingConfig()
                  .routingStrategyAsString())
          .isEqualTo(strategy);
    }
  }

  @Test
  void vpcAndNetworkIsolationAreKeptAndShown() {
    world.artifact("v1");
    world.sageMaker.createModel(r ->
        r.modelName("v1")
            .primaryContainer(c -> c.image(IMAGE).modelDataUrl(artifactUrl("v1")))
            .enableNetworkIsolation(true)
            .vpcConfig(v -> v.securityGroupIds("sg-1").subnets("subnet-1", "subnet-2")));
    var shown = world.sageMaker.describeModel(r -> r.modelName("v1"));
    assertThat(shown.enableNetworkIsolation()).isTrue();
    assertThat(shown.vpcConfig().subnets()).containsExactly("subnet-1", "subnet-2");
    world.config("v1", 1);
    world.create("v1");
    assertThat(world.answered()).isEqualTo("v1");

    refused(
        () ->
            world.sageMaker.createModel(r ->
                r.modelName("v2")
                    .primaryContainer(c -> c.image(IMAGE))
                    .vpcConfig(v -> v.securityGroupIds("sg-1").subnets(List.of()))),
        "ValidationException",
        "vpcConfig.subnets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ml.g4dn.xlarge", "ml.m5d.large", "ml.c6gd.large", "ml.g5.xlarge"})
  void aKeyOfOnesOwnIsRefusedForLocalStorage(String type) {
    world.model("v1");

    refused(() -> encrypted(type), "ValidationException", "KmsKeyId cannot be specified");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ml.m5.large", "ml.p3.2xlarge", "ml.r6g.large"})
  void aKeyOfOnesOwnEncryptsVolumes(String type) {
    world.model("v1");
    encrypted(type);

    assertThat(world.sageMaker.describeEndpointConfig(r -> r.endpointConfigName("c")).kmsKeyId())
        .isEqualTo("key-1");
  }

  private void encrypted(String type) {
    world.config(
        "c",
        r ->
            r.kmsKeyId("key-1")
                .productionVariants(
                    instances(VARIANT, "v1", 1).toBuilder().instanceType(type).build()));
  }

  /** What is slow, the limit that the variant sets, how slow, and what comes of it. */
  @ParameterizedTest
  @CsvSource({
    "slow_start,    startup,  , 240, InService, ''",
    "slow_start,    startup,  , 241, Failed,    did not pass the ping health check",
    "slow_start,    startup, 600, 600, InService, ''",
    "slow_start,    startup, 600, 601, Failed,    did not pass the ping health check",
    "slow_download, download, , 1200, InService, ''",
    "slow_download, download, , 1201, Failed,    Failed to download model data for container",
    "slow_download, download, 60, 60, InService, ''",
    "slow_download, download, 60, 61, Failed,    Failed to download model data for container"
  })
  void aStartIsGivenItsTime(
      String fault, String limit, Integer seconds, int slow, String status, String reason) {
    world.model("v1");
    var variant = instances(VARIANT, "v1", 1).toBuilder();
    if (limit.equals("startup")) {
      variant.containerStartupHealthCheckTimeoutInSeconds(seconds);
    } else {
      variant.modelDataDownloadTimeoutInSeconds(seconds);
    }
    world.config("v1", r -> r.productionVariants(variant.build()));
    var _ =
        world
            .simulator
            .faults()
            .add(
                new JsonMapper()
                    .readTree(
                        "{\"kind\":\""
                            + fault
                            + "\",\"endpoint\":\"fraud\",\"seconds\":"
                            + slow
                            + "}"));
    world.create("v1");
    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.CREATING);
    world.advance(Math.min(slow, seconds == null ? slow : seconds) + 2);

    assertThat(world.describe().endpointStatusAsString()).isEqualTo(status);
    if (!reason.isEmpty()) {
      assertThat(world.describe().failureReason()).contains(reason);
    }
  }
}
