package dev.slipway.handover;

import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.Inventory.Part;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.time.Instant;
import java.util.List;

/** An endpoint that serves, on what a test gives it. */
final class SomeFootprints {

  private SomeFootprints() {}

  static Footprint of(Part... parts) {
    LiveEndpoint live =
        new LiveEndpoint(
            "churn",
            "arn:e",
            EndpointStatus.IN_SERVICE,
            "InService",
            "churn-config",
            null,
            List.of(),
            null,
            List.of(),
            null,
            Instant.EPOCH,
            Instant.EPOCH);
    return new Footprint(live, null, List.of(), List.of(), List.of(parts));
  }
}
