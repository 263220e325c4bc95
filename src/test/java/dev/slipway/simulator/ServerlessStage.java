package dev.slipway.simulator;

import static dev.slipway.simulator.WireWorld.serverless;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;

/** A world with a serverless endpoint. */
abstract class ServerlessStage {

  @AutoClose WireWorld world = new WireWorld();

  /** Another world in place of the usual one. */
  void begin(Consumer<SimulatorOptions.Builder> options) {
    world.close();
    world = new WireWorld(options);
  }

  /** Version one is in service, with so much concurrency at most and so much kept warm. */
  void serving(int most, @Nullable Integer provisioned) {
    world.model("v1");
    world.config("v1", r -> r.productionVariants(serverless("v1", most, provisioned)));
    world.create("v1");
    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
  }

  ProductionVariantSummary shown() {
    return world.describe().productionVariants().getFirst();
  }
}
