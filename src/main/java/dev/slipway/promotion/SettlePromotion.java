package dev.slipway.promotion;

import dev.slipway.catalog.VersionBits;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Settings;
import dev.slipway.promotion.Entry.Came;
import dev.slipway.promotion.Entry.Pending;
import dev.slipway.promotion.PlanPromotion.Planned;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.promotion.PromotionFacts.About;
import dev.slipway.rollout.Deployment;
import dev.slipway.rollout.StartDeployment;
import dev.slipway.rollout.StartDeployment.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts on record how a waiting promotion goes on. */
@Component
class SettlePromotion {

  private final Endpoints endpoints;
  private final StartDeployment start;
  private final Promotions promotions;
  private final PromotionFacts facts;
  private final VersionBits bits;

  SettlePromotion(
      Endpoints endpoints,
      StartDeployment start,
      Promotions promotions,
      PromotionFacts facts,
      VersionBits bits) {
    this.bits = bits;
    this.endpoints = endpoints;
    this.start = start;
    this.promotions = promotions;
    this.facts = facts;
  }

  /** Begins a promotion whose turn has come, if it is still waiting. */
  @Transactional
  void begin(Promotion waited, Named named, Planned planned) {
    endpoints.reserve(waited.endpoint());
    if (promotions.locked(waited.id()).outcome() != waited.outcome()) return;
    Asked asked = new Asked(waited.requestedBy(), waited.reason());
    Endpoint endpoint =
        endpoints
            .of(named.model().id(), named.to().id())
            .orElseGet(
                () -> endpoints.create(named.model(), named.to(), Settings.NONE, asked.by()));
    if (waited.outcome() == Outcome.WAITING) {
      if (!start.free(endpoint, Objects.requireNonNull(waited.supersedes()))) return;
    } else {
      if (!waited.supersede() && start.occupied(endpoint)) return;
      Optional<Deployment> running =
          waited.supersede()
              ? start.supersede(endpoint, waited.maySupersede(), asked)
              : Optional.empty();
      // A rollback that is asked for after this look is heard as the promotion's turn comes.
      start.requireNotOverruledSince(endpoint, waited.createdAt());
      if (running.isPresent()) {
        wait(waited, endpoint, running.get(), planned);
        return;
      }
    }
    bits.fix(named.version().id(), planned.candidate().carried().bits());
    UUID deployment =
        planned.plan().noChanges()
            ? null
            : start.promote(endpoint, planned.candidate(), planned.plan(), asked).id();
    settle(waited, endpoint, Came.started(deployment), planned.gates());
    facts.tell(
        About.of(waited, planned.gates()).starting(deployment),
        deployment == null ? "promotion.no-changes" : "promotion.started",
        asked.by(),
        asked.reason(),
        "%s of %s was promoted to %s: %s"
            .formatted(waited.version(), waited.model(), waited.to(), asked.reason()));
  }

  private void wait(Promotion waited, Endpoint endpoint, Deployment running, Planned planned) {
    giveWay(endpoint);
    settle(waited, endpoint, Came.waiting(running.id()), planned.gates());
    facts.tell(
        About.of(waited, planned.gates()).starting(running.id()),
        "promotion.waiting",
        waited.requestedBy(),
        waited.reason(),
        "%s of %s waits until the running deployment has ended: %s"
            .formatted(waited.version(), waited.model(), waited.reason()));
  }

  /**
   * Lets a promotion whose turn has come wait for gates that have closed meanwhile, with its
   * present plan, on which people then decide.
   */
  @Transactional
  void pend(Promotion waited, Named named, Planned planned, Instant now) {
    endpoints.reserve(waited.endpoint());
    if (promotions.locked(waited.id()).outcome() != waited.outcome()) return;
    if (promotions.pending(named).isPresent()) {
      refuse(
          waited,
          "A later promotion of %s waits for the gates of %s already."
              .formatted(waited.version(), waited.to()),
          planned.gates());
      return;
    }
    bits.fix(named.version().id(), planned.candidate().carried().bits());
    Endpoint endpoint = endpoints.named(waited.endpoint());
    promotions.pend(waited, Pending.on(endpoint, named, planned, now), planned.gates());
    facts.tell(
        About.of(waited, planned.gates()),
        "promotion.pending",
        waited.requestedBy(),
        waited.reason(),
        "%s of %s waits for gates of %s that have closed since it was asked for: %s"
            .formatted(waited.version(), waited.model(), waited.to(), waited.reason()));
  }

  /**
   * Refuses the promotions that wait for their turn on an endpoint: they give way to a later
   * promotion.
   */
  @Transactional
  void giveWay(Endpoint endpoint) {
    for (Promotion replaced : promotions.waitingOn(endpoint)) {
      refuse(replaced, "A later promotion took its place.", replaced.gates());
    }
  }

  private void settle(Promotion waited, Endpoint endpoint, Came came, List<GateVerdict> gates) {
    boolean first = promotions.settle(waited, endpoint, came, gates);
    if (!first) throw new IllegalStateException("the promotion " + waited.id() + " has moved on");
  }

  /**
   * Refuses a promotion that has waited.
   *
   * @param gates their last verdicts
   */
  @Transactional
  void refuse(Promotion waited, String why, List<GateVerdict> gates) {
    if (!promotions.settle(waited, null, Came.refused(why), gates)) return;
    facts.tell(
        About.of(waited, gates),
        "promotion.refused",
        "slipway",
        why,
        "The promotion of " + waited.version() + " that waited was not begun: " + why);
  }
}
