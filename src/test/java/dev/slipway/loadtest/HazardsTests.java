package dev.slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.Pending;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Under which of SageMaker's words load is sent. */
class HazardsTests {

  @Test
  void loadIsSentToAnEndpointInServiceAndWhileItsFleetChangesItsSize() {
    assertThat(Hazards.service(live(EndpointStatus.IN_SERVICE, null))).isEmpty();
    assertThat(Hazards.service(live(EndpointStatus.UPDATING, null))).isEmpty();
    assertThat(Hazards.service(live(EndpointStatus.UPDATING, "config-1"))).isEmpty();
  }

  @Test
  void noLoadIsSentToAnEndpointThatChangesOrDoesNotServe() {
    assertThat(Hazards.service(live(EndpointStatus.UPDATING, "config-2"))).isPresent();
    for (EndpointStatus status :
        List.of(
            EndpointStatus.CREATING,
            EndpointStatus.SYSTEM_UPDATING,
            EndpointStatus.ROLLING_BACK,
            EndpointStatus.DELETING,
            EndpointStatus.OUT_OF_SERVICE,
            EndpointStatus.FAILED,
            EndpointStatus.UPDATE_ROLLBACK_FAILED,
            EndpointStatus.UNKNOWN)) {
      assertThat(Hazards.service(live(status, null))).as(status.name()).isPresent();
    }
    assertThat(Hazards.service(Optional.empty())).isPresent();
  }

  private static Optional<LiveEndpoint> live(EndpointStatus status, @Nullable String pending) {
    return Optional.of(
        new LiveEndpoint(
            "prod-fraud-detector",
            "arn:aws:sagemaker:us-east-1:123456789012:endpoint/prod-fraud-detector",
            status,
            status.name(),
            "config-1",
            null,
            List.of(),
            pending == null ? null : new Pending(pending, null, List.of()),
            List.of(),
            null,
            SomeSteps.AT,
            SomeSteps.AT));
  }
}
