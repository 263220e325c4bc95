package dev.slipway.rollout;

import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.endpoint.Drift;
import dev.slipway.endpoint.DriftState;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.LookForDrift;
import dev.slipway.endpoint.LookForDrift.Found;
import dev.slipway.endpoint.RecordDrift.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at every endpoint again and again, whether AWS is as its release says. Most looks are one
 * DescribeEndpoint; all around the endpoint is looked at when that shows a change, and now and
 * then.
 */
@Component
class DriftWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);
  private static final int MOST_A_ROUND = 100;
  private static final Duration WHOLE_EVERY = Duration.ofMinutes(30);

  private final Endpoints endpoints;
  private final LookForDrift look;
  private final StoreDrift store;
  private final RepairDrift repair;
  private final CloudClock clock;

  DriftWatch(
      Endpoints endpoints,
      LookForDrift look,
      StoreDrift store,
      RepairDrift repair,
      CloudClock clock) {
    this.endpoints = endpoints;
    this.look = look;
    this.store = store;
    this.repair = repair;
    this.clock = clock;
  }

  /** One round: the endpoints that are due. */
  void round() {
    for (Due due : store.due(MOST_A_ROUND)) {
      Endpoint endpoint = endpoints.withId(due.endpointId());
      if (endpoint.currentReleaseId() == null || store.deploying(endpoint)) continue;
      try {
        Found found = look.look(endpoint, trusted(due));
        Optional<Drift> drift = store.found(endpoint, found);
        drift
            .filter(it -> it.state() == DriftState.DRIFTED)
            .ifPresent(it -> repair.consider(endpoint, it));
      } catch (CloudFailure failure) {
        // Deployments need AWS's rate themselves: those that are due stay so.
        if (failure.until().isPresent()) return;
        LOG.info("{} was not looked at: {}", endpoint.name(), failure.text());
        store.unanswered(endpoint);
      }
    }
  }

  /** What was last seen in order is trusted as long as SageMaker says that nothing has changed. */
  private @Nullable Instant trusted(Due due) {
    Instant compared = due.comparedAt();
    boolean fresh = compared != null && compared.plus(WHOLE_EVERY).isAfter(clock.now());
    return fresh ? due.modifiedAt() : null;
  }
}
