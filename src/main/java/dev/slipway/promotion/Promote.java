package dev.slipway.promotion;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Limited;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Unavailable;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.endpoint.Settings;
import dev.slipway.promotion.Gate.Passage;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.promotion.PromotionRequest.Terms;
import dev.slipway.rollout.StartDeployment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Brings a version to an environment: checks, plans, and starts the deployment. */
@Component
public class Promote {

  private static final Logger LOG = LoggerFactory.getLogger(Promote.class);

  private final PromotionCheck check;
  private final Endpoints endpoints;
  private final Quarantine quarantine;
  private final Planning planning;
  private final Gates gates;
  private final StorePromotion store;
  private final Promotions promotions;
  private final StartDeployment start;
  private final CloudClock clock;

  Promote(
      PromotionCheck check,
      Endpoints endpoints,
      Quarantine quarantine,
      Planning planning,
      Gates gates,
      StorePromotion store,
      Promotions promotions,
      StartDeployment start,
      CloudClock clock) {
    this.start = start;
    this.clock = clock;
    this.check = check;
    this.endpoints = endpoints;
    this.quarantine = quarantine;
    this.planning = planning;
    this.gates = gates;
    this.store = store;
    this.promotions = promotions;
  }

  /** What a promotion would do, after every check that the promotion itself makes. */
  public PromotionPlan plan(PromotionRequest request) {
    Planned planned = planned(request, check.check(request));
    return new PromotionPlan(planned.plan(), planned.gates());
  }

  /**
   * Promotes. When the environment runs exactly this already, nothing is deployed.
   *
   * @throws Refused (422, {@code gates-closed}) when a gate keeps it out; that is put on record too
   */
  public Promotion promote(PromotionRequest request, String by) {
    Named named = check.check(request);
    Planned planned = planned(request, named);
    if (Gates.anyFailed(planned.gates())) {
      throw Gates.refusal(store.refused(request, named, planned, by), planned.gates());
    }
    return promotions.withId(store.store(request, named, planned, by));
  }

  /** Begins the promotions whose turn has come. */
  public void beginWaiting() {
    promotions.waiting().forEach(this::begin);
  }

  /**
   * Begins a promotion that has waited, if the deployment that it supersedes has ended: checked and
   * planned anew, since what serves may be another release than when it was asked for.
   */
  private void begin(Promotion waiting) {
    PromotionRequest request =
        new PromotionRequest(
            waiting.model(),
            waiting.version(),
            waiting.from(),
            waiting.to(),
            waiting.reason(),
            Terms.NONE);
    try {
      Endpoint endpoint = endpoints.named(waiting.endpoint());
      if (!start.free(endpoint, Objects.requireNonNull(waiting.supersedes()))) return;
      Named named = check.check(request);
      Planned planned = planned(request, named);
      if (Gates.anyFailed(planned.gates())) {
        store.refuse(waiting, Gates.sentence(planned.gates()), planned.gates());
      } else {
        store.begin(waiting, named, planned);
      }
    } catch (Unavailable | Limited later) {
      LOG.info("The promotion {} waits on: {}", waiting.id(), later.detail());
    } catch (Failure refused) {
      store.refuse(waiting, refused.detail(), waiting.gates());
    }
  }

  /** The release that is asked for, what bringing it there takes, and what the gates say. */
  record Planned(Candidate candidate, Plan plan, List<GateVerdict> gates) {}

  private Planned planned(PromotionRequest request, Named named) {
    Endpoint endpoint =
        endpoints.of(named.model().id(), named.to().id()).orElseGet(() -> imagined(named));
    quarantine.check(endpoint, named.version().id());
    Candidate candidate = planning.resolve(endpoint, named.version(), named.to());
    Plan plan = planning.plan(endpoint, candidate);
    String agreed = request.terms().planHash();
    if (agreed != null && !agreed.equals(plan.hash())) {
      throw new Conflict(
          "plan-stale",
          "The plan is not the one that was agreed to: it is now "
              + plan.hash()
              + ". Ask for the plan again with dry_run=true.");
    }
    List<GateVerdict> verdicts =
        plan.noChanges()
            ? List.of()
            : gates.look(new Passage(named, candidate.spec(), clock.now()));
    return new Planned(candidate, plan, verdicts);
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
