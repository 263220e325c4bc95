package dev.slipway.promotion;

import dev.slipway.base.Failure;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.promotion.Gate.Passage;
import dev.slipway.promotion.GateVerdict.Verdict;
import dev.slipway.promotion.PlanPromotion.Planned;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.promotion.PromotionRequest.Terms;
import dev.slipway.promotion.Promotions.Waits;
import dev.slipway.rollout.StartDeployment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks after promotions that wait, and begins those whose turn has come. */
@Component
public class BeginLater {

  private final Promotions promotions;
  private final PromotionCheck check;
  private final PlanPromotion planning;
  private final Gates gates;
  private final AskChecks askChecks;
  private final SettlePromotion settle;
  private final PutOff putOff;
  private final StartDeployment start;
  private final Endpoints endpoints;
  private final RefuseOvertaken overtaken;
  private final CloudClock clock;

  BeginLater(
      Promotions promotions,
      PromotionCheck check,
      PlanPromotion planning,
      Gates gates,
      AskChecks askChecks,
      SettlePromotion settle,
      PutOff putOff,
      StartDeployment start,
      Endpoints endpoints,
      RefuseOvertaken overtaken,
      CloudClock clock) {
    this.promotions = promotions;
    this.check = check;
    this.planning = planning;
    this.gates = gates;
    this.askChecks = askChecks;
    this.settle = settle;
    this.putOff = putOff;
    this.start = start;
    this.endpoints = endpoints;
    this.overtaken = overtaken;
    this.clock = clock;
  }

  /** Looks at every promotion that waits. */
  public void round() {
    promotions.unsettled().forEach(this::look);
  }

  /** Looks at one promotion: begins it, refuses it, or leaves it to the next look. */
  void look(UUID id) {
    Promotion waited = promotions.withId(id);
    try {
      Optional<String> held =
          switch (waited.outcome()) {
            case WAITING -> waiting(waited);
            case PENDING_APPROVAL -> pending(waited);
            // Somebody else has settled it.
            case DEPLOYING, NO_CHANGES, REFUSED, CANCELED -> Optional.empty();
          };
      if (held.isPresent()) {
        putOff.on(waited, held.get());
      } else if (waited.putOff() != null) {
        // The promotion has begun or ended, or it waits for its gates or for the update that it
        // supersedes. Nothing puts it off any more.
        promotions.putOff(waited, null);
      }
    } catch (Failure failure) {
      putOff.orRefuse(waited, failure);
    }
  }

  /**
   * Begins a promotion if the deployment that it supersedes has ended. It is checked and planned
   * anew, since another release may serve than when it was asked for. Where a gate has closed
   * meanwhile, it waits for that gate from then on.
   *
   * @return what keeps it from its turn until a person decides; empty when nothing does
   */
  private Optional<String> waiting(Promotion waited) {
    Endpoint endpoint = endpoints.named(waited.endpoint());
    if (!start.free(endpoint, Objects.requireNonNull(waited.supersedes()))) {
      return start.whyStuck(endpoint);
    }
    Waits waits = promotions.waits(waited.id());
    begin(waited, check.check(request(waited)), waits);
    return Optional.empty();
  }

  private static PromotionRequest request(Promotion waited) {
    Terms terms = new Terms(null, false, null, false, waited.breakGlass());
    return new PromotionRequest(
        waited.model(), waited.version(), waited.from(), waited.to(), waited.reason(), terms);
  }

  /** Returns who holds the endpoint's place once all gates are open; empty when nobody does. */
  private Optional<String> pending(Promotion waited) {
    Waits waits = promotions.waits(waited.id());
    Named named = check.again(waited);
    Optional<Endpoint> endpoint = endpoints.of(named.model().id(), named.to().id());
    if (AutoPromote.turnedOff(waited, named.to())) {
      settle.refuse(waited, turnedOff(waited), waited.gates());
      return Optional.empty();
    }
    // The gates are asked first, since a refusal shows what they said last.
    Passage passage = new Passage(named, null, standing(waited, waits), clock.now());
    List<GateVerdict> verdicts = gates.again(passage, waited.gates());
    askChecks.ask(waited, named, verdicts, clock.now());
    if (!verdicts.equals(waited.gates())) promotions.see(waited.id(), verdicts);
    overtaken.refuseRolledBack(named);
    endpoint.ifPresent(it -> start.requireNotOverruledSince(it, waited.createdAt()));
    if (settled(waited, verdicts)) return Optional.empty();
    if (Gates.any(Verdict.PENDING, verdicts)) {
      if (!clock.now().isBefore(waits.pending().expiresAt())) {
        settle.refuse(waited, expired(waited), verdicts);
      }
      return Optional.empty();
    }
    Optional<String> held = endpoint.flatMap(it -> held(it, waited));
    if (held.isPresent()) return held;
    overtaken.refuseReplaced(endpoint, waits, waited);
    begin(waited, named, waits);
    return Optional.empty();
  }

  private Optional<String> held(Endpoint endpoint, Promotion waited) {
    return waited.supersede() && start.givesWay(endpoint, waited.maySupersede())
        ? Optional.empty()
        : start.whyOccupied(endpoint);
  }

  private void begin(Promotion waited, Named named, Waits waits) {
    Planned planned = planning.plan(named, standing(waited, waits));
    if (settled(waited, planned.gates())) return;
    overtaken.refuseChanged(waited, planned, waits);
    if (!Gates.any(Verdict.PENDING, planned.gates())) {
      settle.begin(waited, named, planned);
    } else if (waited.outcome() == Promotion.Outcome.WAITING) {
      settle.pend(waited, named, planned, clock.now());
    }
  }

  /** Refuses a promotion that a gate keeps out. */
  private boolean settled(Promotion waited, List<GateVerdict> verdicts) {
    if (!Gates.any(Verdict.FAILED, verdicts)) return false;
    settle.refuse(waited, Gates.sentence(verdicts), verdicts);
    return true;
  }

  private static Standing standing(Promotion waited, Waits waits) {
    return new Standing(
        waited.requestedBy(),
        waits.forGates() || waited.outcome() == Promotion.Outcome.PENDING_APPROVAL,
        waited.breakGlass(),
        waits.pending().checksAsked(),
        waited.decisions());
  }

  private static String turnedOff(Promotion waited) {
    return waited.to() + " promotes nothing by itself any more. Promote it if it is still wanted.";
  }

  private static String expired(Promotion waited) {
    return "Its gates did not all open until " + waited.expiresAt() + ". Promote again.";
  }
}
