package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.SomeEndpoints;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What SageMaker's description of an endpoint shows of which release serves. */
class LookWhatServesTests {

  private static final UUID OPEN = new UUID(1, 2);
  private static final Endpoint NOTHING_YET = SomeEndpoints.madeAndServingNothing();

  @Test
  void theReleaseServesWhoseConfigurationRuns() {
    LiveEndpoint live = SomeEndpoints.live(2);
    assertThat(LookWhatServes.seen(NOTHING_YET, live, config -> Optional.of(OPEN)))
        .isEqualTo(new WhatServes.Proven(OPEN, SomeEndpoints.CONFIG));
    assertThat(LookWhatServes.seen(SomeEndpoints.made(), live, config -> Optional.empty()))
        .as("it is that of the release on record")
        .isEqualTo(new WhatServes.Proven(new UUID(1, 1), SomeEndpoints.CONFIG));
    assertThat(LookWhatServes.seen(NOTHING_YET, live, config -> Optional.empty()))
        .as("somebody else's runs")
        .isEqualTo(new WhatServes.Nothing());
  }

  @ParameterizedTest
  @EnumSource(
      value = EndpointStatus.class,
      names = {"FAILED", "OUT_OF_SERVICE"})
  void whatDoesNotServeBringsNoReleaseToServe(EndpointStatus status) {
    assertThat(seen(NOTHING_YET, status)).isEqualTo(new WhatServes.Nothing());
    assertThat(seen(SomeEndpoints.made(), status)).isEqualTo(new WhatServes.Unknown());
  }

  @ParameterizedTest
  @EnumSource(
      value = EndpointStatus.class,
      names = {"UPDATE_ROLLBACK_FAILED", "UNKNOWN"})
  void aStatusOfWhichNobodyKnowsWhatServesSettlesNothing(EndpointStatus status) {
    assertThat(seen(NOTHING_YET, status)).isEqualTo(new WhatServes.Unknown());
    assertThat(seen(SomeEndpoints.made(), status)).isEqualTo(new WhatServes.Unknown());
  }

  private static WhatServes seen(Endpoint endpoint, EndpointStatus status) {
    return LookWhatServes.seen(
        endpoint,
        SomeEndpoints.live(status, "Raw", SomeEndpoints.variant(2)),
        config -> Optional.of(OPEN));
  }
}
