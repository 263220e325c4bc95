package dev.slipway.promotion;

import dev.slipway.base.Failure;
import dev.slipway.cloud.CloudClock;
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
 * Environments that say so take by themselves what has gone live in their predecessor, each release
 * once: whatever has become of it, only another one is taken. After a rollback there nothing is
 * taken until somebody says so.
 */
@Component
public class AutoPromote {

  /** Who asks for these promotions. */
  static final String SYSTEM = "slipway";

  private static final Logger LOG = LoggerFactory.getLogger(AutoPromote.class);

  /** It waits for what opens its gates, and leaves alone what runs. */
  private static final Terms TERMS = new Terms(null, false, true, null);

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

  /** What still waits for its gates is asked for again once somebody resumes. */
  private void pause(Rollback rollback) {
    pause.pause(rollback, clock.now());
    refuse(rollback.modelId(), rollback.environmentId(), null, "There was a rollback since.");
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

  /** Whatever Slipway has asked for and waits for its gates is not wanted any more. */
  private void refuse(UUID model, UUID environment, @Nullable String except, String why) {
    for (UUID id : promotions.waitingOf(model, environment, SYSTEM)) {
      Promotion waiting = promotions.withId(id);
      if (!waiting.version().equals(except)) settle.refuse(waiting, why, waiting.gates());
    }
  }
}
