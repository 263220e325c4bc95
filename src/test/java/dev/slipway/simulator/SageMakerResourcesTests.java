package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.invalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.wire.Caller;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelRequest;

/** Models, configurations and endpoints as they are named, found and shown, in AWS's texts. */
class SageMakerResourcesTests {

  private final TestWorld world = new TestWorld();

  @Test
  void whatIsNotThereIsAValidationExceptionWithALowerCasedArn() {
    invalid(
        () -> world.aws.models().describeModel(model("Fraud"), TestWorld.CALLER),
        "Could not find model \"" + TestWorld.ARN + "model/fraud\".");
    invalid(
        () ->
            world
                .aws
                .configs()
                .describeEndpointConfig(
                    DescribeEndpointConfigRequest.builder().endpointConfigName("C").build(),
                    TestWorld.CALLER),
        "Could not find endpoint configuration \"" + TestWorld.ARN + "endpoint-config/c\".");
    invalid(
        world::describe,
        "Could not find endpoint \"" + TestWorld.ARN + "endpoint/fraud-detector\".");
    invalid(
        () -> world.create("nothing"),
        "Could not find endpoint configuration \"" + TestWorld.ARN + "endpoint-config/nothing\".");
  }

  @Test
  void namesThatAreTakenAreRefused() {
    world.version("v1", 1, "{}");
    world.create("v1");

    invalid(
        () -> world.versionWithout("v1", 1),
        "Cannot create already existing model \"" + TestWorld.ARN + "model/v1\".");
    invalid(
        () -> world.config("v1", "v1", 1, "ml.m5.large"),
        "Cannot create already existing endpoint configuration \""
            + TestWorld.ARN
            + "endpoint-config/v1\".");
    invalid(
        () ->
            world
                .aws
                .endpoints()
                .createEndpoint(
                    CreateEndpointRequest.builder()
                        .endpointName("FRAUD-Detector")
                        .endpointConfigName("v1")
                        .build(),
                    TestWorld.CALLER),
        "Cannot create already existing endpoint \""
            + TestWorld.ARN
            + "endpoint/fraud-detector\".");
  }

  @Test
  void namesThatDifferInCaseAloneAreTaken() {
    world.version("fModel", 1, "{}");
    invalid(
        () -> world.versionWithout("fmodel", 1),
        "Cannot create already existing model \"" + TestWorld.ARN + "model/fmodel\".");
    invalid(
        () -> world.config("FMODEL", "fModel", 1, "ml.m5.large"),
        "Cannot create already existing endpoint configuration");
    invalid(
        () -> world.aws.models().describeModel(model("fmodel"), TestWorld.CALLER),
        "Could not find model");

    world.restart();
    assertThat(world.aws.models().describeModel(model("fModel"), TestWorld.CALLER).modelName())
        .isEqualTo("fModel");
    invalid(() -> world.versionWithout("fmodel", 1), "Cannot create already existing model");
  }

  @Test
  void aConfigurationNeedsItsModels() {
    invalid(
        () -> world.config("c", "missing", 1, "ml.m5.large"),
        "Could not find model \"" + TestWorld.ARN + "model/missing\".");
  }

  @Test
  void accountsAndRegionsAreApart() {
    world.version("v1", 1, "{}");

    assertThatThrownBy(() ->
            world
                .aws
                .models()
                .describeModel(model("v1"), new Caller("123456789012", "eu-west-1", "AKIDEXAMPLE")))
        .hasMessageContaining("Could not find model");
  }

  @Test
  void unsetMembersStayUnset() {
    world.version("v1", 2, "{}");
    var config =
        world
            .aws
            .configs()
            .describeEndpointConfig(
                DescribeEndpointConfigRequest.builder().endpointConfigName("v1").build(),
                TestWorld.CALLER);
    var described = world.aws.models().describeModel(model("v1"), TestWorld.CALLER);

    assertThat(config.dataCaptureConfig()).isNull();
    assertThat(config.productionVariants().getFirst().initialVariantWeight()).isEqualTo(1);
    assertThat(described.vpcConfig()).isNull();
    assertThat(described.hasContainers()).isFalse();
    assertThat(described.creationTime()).isEqualTo(world.clock.now());
  }

  @Test
  void lastDeploymentConfigIsThereRightAfterCreation() {
    world.version("v1", 2, "{}");
    var _ =
        world
            .aws
            .endpoints()
            .createEndpoint(
                CreateEndpointRequest.builder()
                    .endpointName("e")
                    .endpointConfigName("v1")
                    .deploymentConfig(TestWorld.canary())
                    .build(),
                TestWorld.CALLER);

    assertThat(
            world
                .aws
                .endpoints()
                .describeEndpoint(
                    DescribeEndpointRequest.builder().endpointName("e").build(), TestWorld.CALLER)
                .lastDeploymentConfig())
        .isEqualTo(TestWorld.canary());
  }

  private static DescribeModelRequest model(String name) {
    return DescribeModelRequest.builder().modelName(name).build();
  }
}
