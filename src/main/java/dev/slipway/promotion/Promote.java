package dev.slipway.promotion;

import dev.slipway.access.Reach;
import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.CloudClock;
import dev.slipway.promotion.PlanPromotion.Planned;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.rollout.StartDeployment.Asked;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Brings a version to an environment: checks, plans, asks the gates, and starts the deployment. */
@Component
public class Promote {

  private final PromotionCheck check;
  private final PlanPromotion planning;
  private final StorePromotion store;
  private final Promotions promotions;
  private final CloudClock clock;

  Promote(
      PromotionCheck check,
      PlanPromotion planning,
      StorePromotion store,
      Promotions promotions,
      CloudClock clock) {
    this.check = check;
    this.planning = planning;
    this.store = store;
    this.promotions = promotions;
    this.clock = clock;
  }

  /**
   * The plan of a promotion, after every check that the promotion itself makes. The verdicts of the
   * gates are part of the answer. A closed gate is no refusal here.
   */
  public PromotionPlan plan(PromotionRequest request, String by) {
    StorePromotion.Order order = order(request, by);
    store.check(order);
    Planned planned = order.planned();
    return store
        .givesWay(order)
        .map(running ->
            new PromotionPlan(
                planned.plan().takingBackFirst(running.requestedBy()),
                planned.gates(),
                running.id()))
        .orElseGet(() -> new PromotionPlan(planned.plan(), planned.gates(), null));
  }

  /**
   * Promotes. When the environment runs exactly this release already, nothing is deployed. Where
   * gates are not open yet, the promotion goes on record and begins when they are.
   *
   * @throws Refused (422, {@code gates-closed}) when a gate keeps the promotion out; that goes on
   *     record too
   */
  public Promotion promote(PromotionRequest request, String by) {
    StorePromotion.Order order = order(request, by);
    if (order.refused()) throw Gates.refusal(store.refused(order), order.planned().gates());
    return promotions.withId(order.pending() ? store.pending(order) : store.started(order));
  }

  /**
   * Whether anybody ever asked to promote a version of a model to an environment, whatever became
   * of that.
   */
  public boolean wasAsked(String model, String to) {
    var wanted = new Promotions.Filter(model, to, null, null, Reach.EVERYWHERE);
    return !promotions.list(wanted, null, 1).isEmpty();
  }

  private StorePromotion.Order order(PromotionRequest request, String by) {
    Named named = check.check(request);
    return new StorePromotion.Order(
        named,
        planned(request, named, by),
        new Asked(by, request.reason()),
        request.terms(),
        clock.now());
  }

  private Planned planned(PromotionRequest request, Named named, String by) {
    PromotionRequest.Terms terms = request.terms();
    Standing standing =
        new Standing(by, terms.waitForGates(), terms.breakGlass(), Map.of(), List.of());
    Planned planned = planning.plan(named, standing);
    planned.plan().requireAgreed(terms.planHash());
    return planned;
  }
}
