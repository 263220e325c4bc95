package dev.slipway.promotion;

import dev.slipway.base.Failure;
import dev.slipway.cloud.CloudClock;
import dev.slipway.environment.Environment;
import dev.slipway.promotion.AutoPromotions.Candidate;
import dev.slipway.promotion.AutoPromotions.Rollback;
import dev.slipway.promotion.AutoPromotions.Taking;
import dev.slipway.promotion.PromotionRequest.Terms;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Promotes by itself, for environments that say so, the releases that have gone live in the
 * environment before. Each release is taken once: whatever became of it, only another release is
 * taken next. After a rollback in the environment nothing is taken until a person resumes.
 */
@Component
public class AutoPromote {

  /** Who asks for these promotions. */
  static final String SYSTEM = "slipway";

  private static final Logger LOG = LoggerFactory.getLogger(AutoPromote.class);

  /**
   * The terms of these promotions: they wait for their gates, and do not supersede a running
   * deployment.
   */
  private static final Terms TERMS = new Terms(null, false, null, true, null);

  private final AutoPromotions auto;
  private final PauseAutoPromotion pause;
  private final Promote promote;
  private final Promotions promotions;
  private final SettlePromotion settle;
  private final CloudClock clock;

  AutoPromote(
      AutoPromotions auto,
      PauseAutoPromotion pause,
      Promote promote,
      Promotions promotions,
      SettlePromotion settle,
      CloudClock clock) {
    this.auto = auto;
    this.pause = pause;
    this.promote = promote;
    this.promotions = promotions;
    this.settle = settle;
    this.clock = clock;
  }

  /** Looks at every environment that promotes by itself. */
  public void round() {
    for (Taking taking : auto.taking()) {
      for (Rollback rollback : auto.rollbacks(taking)) pause(rollback);
      for (Candidate candidate : auto.candidates(taking)) take(candidate);
    }
  }

  /**
   * Stops taking versions of a model after a rollback. Promotions that still wait for their gates
   * are refused, and asked for again once a person resumes.
   */
  private void pause(Rollback rollback) {
    pause.pause(rollback, clock.now());
    refuse(rollback.modelId(), rollback.environmentId(), null, "There was a rollback since.");
  }

  /**
   * Whether a promotion of Slipway's own waits though its environment does not promote by itself
   * any more. Who breaks the glass for one wants it all the same.
   */
  static boolean turnedOff(Promotion waited, Environment to) {
    return waited.requestedBy().equals(SYSTEM)
        && waited.breakGlass() == null
        && !to.profile().promotesByItself();
  }

  private void take(Candidate candidate) {
    refuse(
        candidate.modelId(),
        candidate.toId(),
        candidate.version(),
        "%s has gone live in %s since; that is promoted instead."
            .formatted(candidate.version(), candidate.from()));
    try {
      auto.taken(candidate, promote.promote(request(candidate), SYSTEM).id(), null);
    } catch (Failure failure) {
      if (PutOff.passes(failure) && !failure.code().equals(StorePromotion.PENDING)) {
        LOG.info(
            "{} is not promoted to {} yet: {}",
            candidate.version(),
            candidate.to(),
            failure.detail());
        return;
      }
      auto.taken(candidate, null, failure.detail());
    }
  }

  private static PromotionRequest request(Candidate candidate) {
    return new PromotionRequest(
        candidate.model(),
        candidate.version(),
        candidate.from(),
        candidate.to(),
        "%s has gone live in %s, and %s takes that by itself."
            .formatted(candidate.version(), candidate.from(), candidate.to()),
        TERMS);
  }

  /** Refuses the promotions that Slipway has asked for and that still wait for their gates. */
  private void refuse(UUID model, UUID environment, @Nullable String except, String why) {
    for (UUID id : promotions.waitingOf(model, environment, SYSTEM)) {
      Promotion waiting = promotions.withId(id);
      if (!waiting.version().equals(except)) settle.refuse(waiting, why, waiting.gates());
    }
  }
}
