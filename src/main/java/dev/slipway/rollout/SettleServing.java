package dev.slipway.rollout;

import dev.slipway.base.Fact;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.DriftState;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.LookForDrift.Found;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.endpoint.ServingState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts on record which release serves, where a deployment gave way that had come to no known end
 * and the one in its place did not succeed. Only a look can tell then. Until it has, each release
 * that may serve is on record as such.
 */
@Component
class SettleServing {

  private final ServingState serving;
  private final StoreDrift drift;
  private final Releases releases;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;

  SettleServing(
      ServingState serving,
      StoreDrift drift,
      Releases releases,
      CloudClock clock,
      ApplicationEventPublisher events) {
    this.serving = serving;
    this.drift = drift;
    this.releases = releases;
    this.clock = clock;
    this.events = events;
  }

  /** The releases that may serve besides the current one; empty where that is settled. */
  List<UUID> open(Endpoint endpoint) {
    return serving.unsettled(endpoint.id());
  }

  /**
   * Stores what a look showed; nothing where the endpoint is no longer as it was at the look, or
   * another look has been stored since this one began.
   *
   * @param before the {@link StoreDrift#lastLook} before this one
   * @return whether that is all that can be said of the endpoint now
   */
  @Transactional
  boolean found(Endpoint seen, WhatServes what, @Nullable Instant before) {
    // What is on record as serving can be compared with what is there all the same.
    if (what instanceof WhatServes.Unknown && seen.currentReleaseId() != null) return false;
    if (!drift.stands(seen, before)) return true;
    switch (what) {
      case WhatServes.Proven proven -> {
        serving.serve(seen.id(), proven.release(), proven.config());
        Release release = releases.withId(proven.release());
        tell(
            seen,
            "A look showed that release "
                + release.number()
                + " serves, which had been open: SageMaker runs "
                + proven.config()
                + ".",
            Map.of("release", release.number(), "endpoint_config", proven.config()));
      }
      case WhatServes.Nothing _ -> {
        serving.settle(seen.id());
        tell(seen, "A look showed that no release serves, which had been open.", Map.of());
      }
      case WhatServes.Moving moving ->
          drift.found(
              seen, new Found(DriftState.MOVING, List.of(), false, moving.modifiedAt()), before);
      // It stays open.
      case WhatServes.Unknown _ -> drift.unanswered(seen, before);
    }
    return true;
  }

  private void tell(Endpoint endpoint, String summary, Map<String, Object> data) {
    events.publishEvent(
        new Fact(
            "endpoint",
            endpoint.name(),
            "endpoint.settled",
            "slipway",
            summary,
            null,
            data,
            clock.now()));
  }
}
