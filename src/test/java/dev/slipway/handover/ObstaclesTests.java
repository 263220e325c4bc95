package dev.slipway.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Failure.Violation;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.ProductionVariant;
import dev.slipway.cloud.SageMaker.VariantHost;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in the way of an import, where the simulator has no such endpoint. */
class ObstaclesTests {

  @Test
  void aVariantThatNamesNoModelIsOneForInferenceComponents() {
    assertThat(Obstacles.inHosting(config(""), List.of()))
        .containsExactly(
            new Violation(
                "ENDPOINT_CONFIG", "its variant names no model: it hosts inference components"));
  }

  @Test
  void aModelThatIsNamedAndNotThereWasDeleted() {
    assertThat(Obstacles.inHosting(config("churn-model"), List.of()))
        .containsExactly(new Violation("MODEL", "was deleted from under the endpoint"));
  }

  @Test
  void ofAConfigurationThatWasDeletedNobodyCanTellWhetherItsModelWas() {
    assertThat(Obstacles.inHosting(null, List.of()))
        .containsExactly(new Violation("ENDPOINT_CONFIG", "was deleted from under the endpoint"));
  }

  private static LiveEndpointConfig config(String model) {
    return new LiveEndpointConfig(
        "churn-config",
        "arn:c",
        List.of(
            new ProductionVariant(
                "AllTraffic", model, 1.0, new VariantHost.Instances("ml.m5.large", 1))),
        List.of(),
        null,
        null,
        Instant.EPOCH);
  }
}
