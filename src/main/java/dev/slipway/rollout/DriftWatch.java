package dev.slipway.rollout;

import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.endpoint.Drift;
import dev.slipway.endpoint.DriftState;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.LookForDrift;
import dev.slipway.endpoint.LookForDrift.Found;
import dev.slipway.endpoint.LookForDrift.Place;
import dev.slipway.endpoint.RecordDrift.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks again and again whether AWS is as the release of each endpoint says. Most looks are one
 * DescribeEndpoint. All that belongs to the endpoint is looked at when that call shows a change,
 * and now and then. Where it is open which release serves, that is settled first.
 */
@Component
class DriftWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);
  private static final int MOST_A_ROUND = 100;
  private static final Duration WHOLE_EVERY = Duration.ofMinutes(30);

  private final Endpoints endpoints;
  private final LookForDrift look;
  private final LookWhatServes whatServes;
  private final SettleServing settle;
  private final StoreDrift store;
  private final RepairDrift repair;
  private final CloudClock clock;

  DriftWatch(
      Endpoints endpoints,
      LookForDrift look,
      LookWhatServes whatServes,
      SettleServing settle,
      StoreDrift store,
      RepairDrift repair,
      CloudClock clock) {
    this.endpoints = endpoints;
    this.look = look;
    this.whatServes = whatServes;
    this.settle = settle;
    this.store = store;
    this.repair = repair;
    this.clock = clock;
  }

  /**
   * One round: looks at the endpoints that are due. Deployments need AWS's rate too. Where the rate
   * is used up, the endpoints of that place stay due, and those of other places have their turn.
   */
  void round() {
    Set<Place> busy = new HashSet<>();
    Set<UUID> passedOver = new HashSet<>();
    boolean more = true;
    while (more) {
      int before = passedOver.size();
      List<Due> due = store.due(passedOver, MOST_A_ROUND);
      for (Due one : due) look(one, busy, passedOver);
      more = due.size() == MOST_A_ROUND && passedOver.size() > before;
    }
  }

  private void look(Due due, Set<Place> busy, Set<UUID> passedOver) {
    Endpoint endpoint = endpoints.withId(due.endpointId());
    List<UUID> open = settle.open(endpoint);
    boolean serves = endpoint.currentReleaseId() != null || !open.isEmpty();
    if (!serves || store.deploying(endpoint)) return;
    Place place = look.place(endpoint);
    if (busy.contains(place)) {
      passedOver.add(endpoint.environmentId());
      return;
    }
    Instant before = store.lastLook(endpoint);
    try {
      if (!open.isEmpty() && settle.found(endpoint, whatServes.look(endpoint, open), before))
        return;
      Found found = look.look(endpoint, trusted(due));
      Optional<Drift> drift = store.found(endpoint, found, before);
      drift
          .filter(it -> it.state() == DriftState.DRIFTED || it.state() == DriftState.GONE)
          .ifPresent(it -> repair.consider(endpoint, it));
    } catch (CloudFailure failure) {
      if (failure.until().isPresent()) {
        busy.add(place);
        passedOver.add(endpoint.environmentId());
        return;
      }
      LOG.info("{} was not looked at: {}", endpoint.name(), failure.text());
      store.unanswered(endpoint, before);
    }
  }

  /**
   * The endpoint's last-modified time at the last complete look, or null when a complete look is
   * due. That look is trusted while SageMaker still tells the same time.
   */
  private @Nullable Instant trusted(Due due) {
    Instant compared = due.comparedAt();
    boolean fresh = compared != null && compared.plus(WHOLE_EVERY).isAfter(clock.now());
    return fresh ? due.modifiedAt() : null;
  }
}
