package dev.slipway.promotion;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.catalog.Model;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.environment.Environment;
import dev.slipway.promotion.AutoPromotions.Rollback;
import dev.slipway.promotion.PromotionFacts.About;
import dev.slipway.rollout.StartDeployment.Asked;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Pauses automatic promotions of a model after a rollback, and resumes them when a person says so.
 */
@Component
class PauseAutoPromotion {

  private final AutoPromotions auto;
  private final PromotionFacts facts;

  PauseAutoPromotion(AutoPromotions auto, PromotionFacts facts) {
    this.auto = auto;
    this.facts = facts;
  }

  @Transactional
  void pause(Rollback rollback, Instant now) {
    if (!auto.pause(rollback, now)) return;
    String why = "There was a rollback.";
    facts.tell(
        new About(rollback.endpoint(), null, null, rollback.deployment(), List.of()),
        "auto-promotion.paused",
        AutoPromote.SYSTEM,
        why,
        "Nothing is promoted to "
            + rollback.endpoint()
            + " by itself until somebody resumes that: "
            + why);
  }

  /**
   * Resumes.
   *
   * @throws Conflict {@code not-paused}
   */
  @Transactional
  void resume(Environment environment, Model model, Asked asked, Instant now) {
    if (!auto.resume(environment.id(), model.id(), now)) {
      throw new Conflict(
          "not-paused",
          "Promoting %s to %s by itself is not paused."
              .formatted(model.name(), environment.name()));
    }
    String endpoint = Endpoints.nameOf(model, environment);
    facts.tell(
        new About(endpoint, null, null, null, List.of()),
        "auto-promotion.resumed",
        asked.by(),
        asked.reason(),
        "Versions are promoted to " + endpoint + " by themselves again: " + asked.reason());
  }
}
