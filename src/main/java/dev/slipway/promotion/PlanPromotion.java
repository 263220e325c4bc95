package dev.slipway.promotion;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.endpoint.ResolveCandidate;
import dev.slipway.endpoint.Settings;
import dev.slipway.promotion.Gate.Passage;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.rollout.Tenures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Plans a promotion and asks the gates about it. Looks at AWS and changes nothing. */
@Component
class PlanPromotion {

  private final Endpoints endpoints;
  private final Releases releases;
  private final Quarantine quarantine;
  private final Tenures tenures;
  private final ResolveCandidate resolve;
  private final Planning planning;
  private final Gates gates;
  private final CloudClock clock;

  PlanPromotion(
      Endpoints endpoints,
      Releases releases,
      Quarantine quarantine,
      Tenures tenures,
      ResolveCandidate resolve,
      Planning planning,
      Gates gates,
      CloudClock clock) {
    this.endpoints = endpoints;
    this.releases = releases;
    this.quarantine = quarantine;
    this.tenures = tenures;
    this.resolve = resolve;
    this.planning = planning;
    this.gates = gates;
    this.clock = clock;
  }

  /**
   * The release that is asked for, the plan of bringing it there, and the verdicts of the gates.
   */
  record Planned(Candidate candidate, Plan plan, List<GateVerdict> gates) {}

  /**
   * Plans.
   *
   * @throws Refused when it cannot be done, gates aside
   */
  Planned plan(Named named, Standing standing) {
    Endpoint endpoint =
        endpoints.of(named.model().id(), named.to().id()).orElseGet(() -> imagined(named));
    quarantine.check(endpoint, named.version().id());
    Candidate candidate = resolve.of(endpoint, named.version(), named.to(), source(named));
    Plan plan = planning.plan(endpoint, candidate);
    List<GateVerdict> verdicts =
        plan.noChanges()
            ? List.of()
            : gates.look(new Passage(named, candidate.spec(), standing, clock.now()));
    return new Planned(candidate, plan, verdicts);
  }

  /**
   * The release of the version in the environment where it comes from; null where it comes from
   * none. Of a promotion that waited, another version may serve there by now: what was tested is
   * still the release that served before.
   */
  private @Nullable Release source(Named named) {
    if (named.from() == null) return null;
    Optional<Endpoint> from = endpoints.of(named.model().id(), named.from().id());
    UUID version = named.version().id();
    return from.flatMap(releases::current)
        .filter(serving -> serving.modelVersionId().equals(version))
        .or(() -> from.flatMap(it -> tenures.lastRelease(it, version)).map(releases::withId))
        .orElse(null);
  }

  /** The endpoint that the promotion would make, for planning alone. */
  private static Endpoint imagined(Named named) {
    String name = Endpoints.nameOf(named.model(), named.to());
    return new Endpoint(
        new UUID(0, 0),
        name,
        name,
        named.model().id(),
        named.model().name(),
        named.to().id(),
        named.to().name(),
        Settings.NONE,
        null,
        null,
        false,
        0,
        Instant.EPOCH,
        null);
  }
}
