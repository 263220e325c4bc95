package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesRequest;

/** What an endpoint allows while it is made, serves, or has failed. */
class EndpointLifeTests {

  private final TestWorld world = new TestWorld();

  @Test
  void anEndpointInProgressCanNeitherBeUpdatedNorDeleted() {
    world.version("v1", 1, "{}");
    world.create("v1");
    String text =
        "Cannot update in-progress endpoint" + " \"" + TestWorld.ARN + "endpoint/fraud-detector\".";

    invalid(world::delete, text);
    invalid(() -> resize(2), text);
    invalid(() -> world.update("v1", TestWorld.canary()), text);
  }

  @Test
  void aFailedCreationSaysWhyAndLeavesOnlyDeletion() {
    world.versionWithout("v1", 1);
    world.create("v1");
    world.advance(180);

    assertThat(world.status()).isEqualTo("Failed");
    assertThat(world.describe().failureReason())
        .isEqualTo("Could not find model data at s3://models/v1.tar.gz.");
    invalid(() -> resize(2), "Failed");
    world.delete();
    world.advance(30);
    invalid(world::describe, "Could not find endpoint");
  }

  @Test
  void configurationAndModelMayBeDeletedWhileTheEndpointServes() {
    world.version("v1", 2, "{}");
    world.create("v1");
    world.advance(180);

    world
        .aws
        .configs()
        .deleteEndpointConfig(
            DeleteEndpointConfigRequest.builder().endpointConfigName("v1").build(),
            TestWorld.CALLER);
    world
        .aws
        .models()
        .deleteModel(DeleteModelRequest.builder().modelName("v1").build(), TestWorld.CALLER);
    world.restart();

    assertThat(world.answered()).isEqualTo("v1");
    invalid(() -> world.update("v1", TestWorld.canary()), "Could not find endpoint configuration");
  }

  @Test
  void countsAndWeightsChangeInTime() {
    world.version("v1", 2, "{}");
    world.create("v1");
    world.advance(180);

    var _ = resize(4);
    assertThat(world.status()).isEqualTo("Updating");
    assertThat(world.describe().productionVariants().getFirst())
        .satisfies(variant -> {
          assertThat(variant.currentInstanceCount()).isEqualTo(2);
          assertThat(variant.desiredInstanceCount()).isEqualTo(4);
          assertThat(variant.variantStatus().getFirst().statusMessage())
              .isEqualTo("Scaling out desired instance count to 4.");
        });
    world.advance(120);
    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().productionVariants().getFirst().currentInstanceCount())
        .isEqualTo(4);
  }

  private Object resize(int count) {
    return world
        .aws
        .endpoints()
        .updateEndpointWeightsAndCapacities(
            UpdateEndpointWeightsAndCapacitiesRequest.builder()
                .endpointName(TestWorld.ENDPOINT)
                .desiredWeightsAndCapacities(
                    desired -> desired.variantName(TestWorld.VARIANT).desiredInstanceCount(count))
                .build(),
            TestWorld.CALLER);
  }
}
