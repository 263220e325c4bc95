package dev.slipway.simulator;

import static dev.slipway.simulator.WireWorld.ENDPOINT;
import static dev.slipway.simulator.WireWorld.VARIANT;
import static dev.slipway.simulator.WireWorld.refused;
import static dev.slipway.simulator.WireWorld.serverless;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/** How serverless endpoints change: in place, by an update, and not at all. */
class ServerlessUpdateTests extends ServerlessStage {

  @Test
  void concurrencyIsChangedInPlace() {
    serving(5, null);
    world.sageMaker.updateEndpointWeightsAndCapacities(r ->
        r.endpointName(ENDPOINT)
            .desiredWeightsAndCapacities(d ->
                d.variantName(VARIANT)
                    .serverlessUpdateConfig(s -> s.maxConcurrency(10).provisionedConcurrency(3))));
    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.UPDATING);
    assertThat(shown().currentServerlessConfig().maxConcurrency()).isEqualTo(5);
    assertThat(shown().desiredServerlessConfig().maxConcurrency()).isEqualTo(10);
    world.advance(120);

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(shown().currentServerlessConfig().maxConcurrency()).isEqualTo(10);
    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isEqualTo(3);
    world.advance(600);
    assertThat(world.answered()).isEqualTo("v1");
    world.advance(120);
    assertThat(world.metric("ModelSetupTime", "SampleCount")).isEmpty();

    refused(
        () -> capacity(d -> d.serverlessUpdateConfig(s -> s.provisionedConcurrency(11))),
        "ValidationException",
        "less than or equal to MaxConcurrency");
    refused(
        () -> capacity(d -> d.desiredInstanceCount(2)),
        "ValidationException",
        "DesiredInstanceCount does not apply");
  }

  private void capacity(
      Consumer<software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity.Builder>
          how) {
    world.sageMaker.updateEndpointWeightsAndCapacities(r ->
        r.endpointName(ENDPOINT)
            .desiredWeightsAndCapacities(d -> how.accept(d.variantName(VARIANT))));
  }

  @Test
  void anUpdateMovesAllTrafficAtOnceWithoutGuardrails() {
    serving(5, null);
    world.model("v2");
    world.config("v2", r -> r.productionVariants(serverless("v2", 7, null)));
    refused(
        () ->
            world.sageMaker.updateEndpoint(r ->
                r.endpointName(ENDPOINT)
                    .endpointConfigName("v2")
                    .deploymentConfig(TestWorld.canary())),
        "ValidationException",
        "DeploymentConfig is not supported for serverless");

    world.update("v2");
    assertThat(world.answered()).isEqualTo("v1");
    assertThat(
            world
                .describe()
                .pendingDeploymentSummary()
                .productionVariants()
                .getFirst()
                .desiredServerlessConfig()
                .maxConcurrency())
        .isEqualTo(7);
    world.advance(190);
    assertThat(world.answered()).isEqualTo("v2");
    world.advance(60);

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(shown().currentServerlessConfig().maxConcurrency()).isEqualTo(7);
    assertThat(world.answered()).isEqualTo("v2");
  }

  @Test
  void guardrailsAreIgnoredUnderThatSwitch() {
    begin(o ->
        o.sageMaker(SageMakerOptions.usual().with(Undocumented.SERVERLESS_GUARDRAILS_IGNORED)));
    serving(5, null);
    world.model("v2");
    world.config("v2", r -> r.productionVariants(serverless("v2", 7, null)));
    world.sageMaker.updateEndpoint(r ->
        r.endpointName(ENDPOINT).endpointConfigName("v2").deploymentConfig(TestWorld.canary()));
    world.advance(250);

    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(world.describe().lastDeploymentConfig()).isNull();
  }

  @Test
  void aModelThatDoesNotStartNeitherCreatesNorUpdates() {
    serving(5, null);
    world.model("broken", "\"faults\":{\"ping_fails\":true}");
    world.config("broken", r -> r.productionVariants(serverless("broken", 5, null)));
    world.update("broken");
    world.advance(240);

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason()).contains("did not pass the ping health check");
    assertThat(world.answered()).isEqualTo("v1");

    world.sageMaker.createEndpoint(r -> r.endpointName("other").endpointConfigName("broken"));
    world.advance(180);
    assertThat(world.sageMaker.describeEndpoint(r -> r.endpointName("other")).endpointStatus())
        .isEqualTo(EndpointStatus.FAILED);
  }

  @Test
  void serverlessBecomesRealTimeAndNeverTheOtherWay() {
    serving(5, null);
    world.model("v2");
    world.config("v2", 2);
    world.update("v2");
    world.advance(250);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(shown().currentInstanceCount()).isEqualTo(2);
    assertThat(shown().currentServerlessConfig()).isNull();
    assertThat(world.answered()).isEqualTo("v2");

    refused(
        () -> world.update("v1"),
        "ValidationException",
        "cannot be updated from real-time to serverless");
    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
  }

  @Test
  void itSurvivesARestartInTheMiddleOfAnUpdate(@TempDir Path directory) {
    begin(WireWorld.in(directory));
    serving(5, 2);
    world.model("v2");
    world.config("v2", r -> r.productionVariants(serverless("v2", 7, 3)));
    world.update("v2");
    world.advance(100);

    world.restart();

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.UPDATING);
    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isEqualTo(2);
    assertThat(world.answered()).isEqualTo("v1");
    world.advance(150);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isEqualTo(3);
    assertThat(world.answered()).isEqualTo("v2");
    world.advance(120);
    assertThat(world.metric("ModelSetupTime", "SampleCount")).isEmpty();
  }
}
