package dev.slipway.simulator;

import static dev.slipway.simulator.WireWorld.instances;
import static dev.slipway.simulator.WireWorld.refused;
import static dev.slipway.simulator.WireWorld.serverless;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;

/** What serverless endpoints cannot have, and how much of it there is. */
class ServerlessLimitsTests extends ServerlessStage {

  /** Each exclusion: what the configuration has, what the model has, and the words. */
  static List<Arguments> exclusions() {
    Consumer<CreateModelRequest.Builder> plain = _ -> {};
    Consumer<CreateEndpointConfigRequest.Builder> nothing = _ -> {};
    return List.of(
        Arguments.of("multiple production variants", with(ServerlessLimitsTests::two), plain),
        Arguments.of(
            "shadow variants",
            with(r -> r.shadowProductionVariants(instances("s", "v1", 1))),
            plain),
        Arguments.of(
            "data capture",
            with(r ->
                r.dataCaptureConfig(d ->
                    d.initialSamplingPercentage(10)
                        .destinationS3Uri("s3://models/capture")
                        .captureOptions(c -> c.captureMode("Input")))),
            plain),
        Arguments.of(
            "asynchronous inference",
            with(r -> r.asyncInferenceConfig(a -> a.outputConfig(o -> o.s3OutputPath("s3://b/o")))),
            plain),
        Arguments.of(
            "VPC configuration",
            nothing,
            model(m -> m.vpcConfig(v -> v.securityGroupIds("sg-1").subnets("subnet-1")))),
        Arguments.of("network isolation", nothing, model(m -> m.enableNetworkIsolation(true))),
        Arguments.of(
            "inference pipelines",
            nothing,
            model(m ->
                m.primaryContainer(
                        (software.amazon.awssdk.services.sagemaker.model.ContainerDefinition) null)
                    .containers(c -> c.image("a"), c -> c.image("b")))),
        Arguments.of(
            "private Docker registries",
            nothing,
            model(m ->
                m.primaryContainer(
                    c -> c.image("a").imageConfig(i -> i.repositoryAccessMode("Vpc"))))),
        Arguments.of(
            "private Docker registries",
            nothing,
            model(m -> m.primaryContainer(c -> c.image("docker.io/library/serving:1")))),
        Arguments.of(
            "ModelDataSource",
            nothing,
            model(m ->
                m.primaryContainer(c ->
                    c.image("a")
                        .modelDataSource(d ->
                            d.s3DataSource(s ->
                                s.s3Uri("s3://models/v1")
                                    .s3DataType("S3Prefix")
                                    .compressionType("None")))))));
  }

  private static Consumer<CreateEndpointConfigRequest.Builder> with(
      Consumer<CreateEndpointConfigRequest.Builder> more) {
    return more;
  }

  private static void two(CreateEndpointConfigRequest.Builder config) {
    config.productionVariants(
        serverless("v1", 5, null),
        serverless("v1", 5, null).toBuilder().variantName("second").build());
  }

  private static Consumer<CreateModelRequest.Builder> model(
      Consumer<CreateModelRequest.Builder> more) {
    return more;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("exclusions")
  void whatServerlessExcludesIsRefusedAtTheConfiguration(
      String words,
      Consumer<CreateEndpointConfigRequest.Builder> config,
      Consumer<CreateModelRequest.Builder> model) {
    excluding(model);

    refused(() -> configure(config), "ValidationException", "does not support " + words);
  }

  private void excluding(Consumer<CreateModelRequest.Builder> model) {
    world.sageMaker.createModel(
        r -> model.accept(r.modelName("v1").primaryContainer(c -> c.image(WireWorld.IMAGE))));
  }

  private void configure(Consumer<CreateEndpointConfigRequest.Builder> more) {
    world.config("v1", r -> more.accept(r.productionVariants(serverless("v1", 5, null))));
  }

  @Test
  void whatTheModelHasIsRefusedAtTheEndpointUnderThatSwitch() {
    begin(o ->
        o.sageMaker(
            SageMakerOptions.usual().with(Undocumented.SERVERLESS_EXCLUSIONS_REFUSED_LATE)));
    excluding(m -> m.enableNetworkIsolation(true));
    configure(_ -> {});

    refused(
        () -> world.sageMaker.createEndpoint(r -> r.endpointName("e").endpointConfigName("v1")),
        "ValidationException",
        "does not support network isolation");
  }

  @Test
  void sizesAreCheckedAtTheConfiguration() {
    world.model("v1");

    refused(
        () -> world.config("c", r -> r.productionVariants(serverless("v1", 201, null))),
        "ValidationException",
        "maxConcurrency");
    refused(
        () -> world.config("c", r -> r.productionVariants(serverless("v1", 5, 6))),
        "ValidationException",
        "less than or equal to MaxConcurrency");
    refusedMemory(1000, "memorySizeInMB");
    refusedMemory(1500, "MemorySizeInMB must be 1024");
    refused(
        () ->
            world.config(
                "c",
                r ->
                    r.productionVariants(
                        serverless("v1", 5, null).toBuilder().initialInstanceCount(1).build())),
        "ValidationException",
        "instance settings");
  }

  private void refusedMemory(int megabytes, String text) {
    refused(
        () ->
            world.config(
                "c",
                r ->
                    r.productionVariants(
                        serverless("v1", 5, null).toBuilder()
                            .serverlessConfig(s -> s.memorySizeInMB(megabytes).maxConcurrency(1))
                            .build())),
        "ValidationException",
        text);
  }

  @Test
  void aRegionHasSoMuchConcurrencyForAnAccount() {
    world.model("v1");
    world.config("big", r -> r.productionVariants(serverless("v1", 200, null)));
    for (int i = 0; i < 5; i++) {
      String name = "e" + i;
      world.sageMaker.createEndpoint(r -> r.endpointName(name).endpointConfigName("big"));
    }

    refused(
        () -> world.sageMaker.createEndpoint(r -> r.endpointName("e5").endpointConfigName("big")),
        "ResourceLimitExceeded",
        "total concurrency");
  }
}
