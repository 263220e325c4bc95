package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hundred changes in a row under load. Run by {@code mvn verify -Pmatrix}. */
@Tag("matrix")
class RestlessEndpointIT {

  @Test
  void noPredictionFailsThroughAHundredRolloutsRollbacksAndRenames() {
    try (Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);
        var endpoint = new RestlessEndpoint(rehearsal, "restless")) {
      endpoint.change(100);
      assertThat(endpoint.answered()).isGreaterThan(2_000);
    }
  }
}
