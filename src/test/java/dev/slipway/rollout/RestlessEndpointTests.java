package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A slice of {@link RestlessEndpointIT}. */
class RestlessEndpointTests {

  @Test
  void noPredictionFailsWhileItsEndpointIsRolledOutRolledBackAndRenamed() {
    try (Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);
        var endpoint = new RestlessEndpoint(rehearsal, "restless")) {
      endpoint.change(3);
      assertThat(endpoint.answered()).isGreaterThan(30);
    }
  }
}
