package dev.slipway.promotion;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Forbidden;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.cloud.CloudClock;
import dev.slipway.environment.Environments;
import dev.slipway.environment.GateRules;
import dev.slipway.environment.GateRules.ExternalCheck;
import dev.slipway.promotion.Decision.Kind;
import dev.slipway.promotion.Entry.Came;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.promotion.PromotionFacts.About;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes decisions on promotions that have not begun. Each decision names the outcome that the
 * person saw, so that a second click, or a click that comes too late, is refused and says so.
 */
@Component
class DecidePromotion {

  private final Promotions promotions;
  private final Decisions decisions;
  private final Environments environments;
  private final PromotionFacts facts;
  private final CloudClock clock;

  DecidePromotion(
      Promotions promotions,
      Decisions decisions,
      Environments environments,
      PromotionFacts facts,
      CloudClock clock) {
    this.promotions = promotions;
    this.decisions = decisions;
    this.environments = environments;
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * Who decides, why, and which outcome they saw.
   *
   * @param seen the promotion's outcome when they read it
   */
  record Decided(String by, String reason, Outcome seen) {}

  /**
   * Approves a promotion.
   *
   * @throws Forbidden {@code requester-cannot-approve}
   * @throws Conflict when the caller has approved it already, nobody's approval is asked for, or it
   *     has moved on
   */
  @Transactional
  void approve(UUID id, Decided decided) {
    Promotion promotion = pending(id, decided.seen());
    if (decided.by().equals(promotion.requestedBy())) {
      throw new Forbidden(
          "requester-cannot-approve",
          "Whoever asks for a promotion does not approve it. Somebody else has to.");
    }
    if (rules(promotion).approvals() == null) {
      throw conflict(
          "nothing-to-approve",
          promotion.to() + " asks for no approvals; this promotion waits for something else.",
          promotion);
    }
    boolean again =
        promotion.decisions().stream()
            .anyMatch(one -> one.kind() == Kind.APPROVED && one.by().equals(decided.by()));
    if (again) {
      throw conflict(
          "already-approved", decided.by() + " has approved this promotion already.", promotion);
    }
    record(promotion, decision(Kind.APPROVED, decided), "promotion.approved", "approved");
  }

  /**
   * Refuses a promotion for good.
   *
   * @throws Conflict when it has moved on
   */
  @Transactional
  void reject(UUID id, Decided decided) {
    Promotion promotion = pending(id, decided.seen());
    record(promotion, decision(Kind.REJECTED, decided), "promotion.rejected", "rejected");
    String why = decided.by() + " rejected it: " + decided.reason();
    promotions.settle(promotion, null, Came.refused(why), promotion.gates());
  }

  /**
   * Calls a promotion off that has not begun.
   *
   * @throws Conflict when it has begun or ended
   */
  @Transactional
  void cancel(UUID id, Decided decided) {
    Promotion promotion = seen(id, decided.seen());
    if (promotion.outcome() != Outcome.PENDING_APPROVAL && promotion.outcome() != Outcome.WAITING) {
      throw conflict(
          "promotion-begun",
          "The promotion is not waiting any more (" + promotion.outcome() + ").",
          promotion);
    }
    record(promotion, decision(Kind.CANCELED, decided), "promotion.canceled", "canceled");
    promotions.settle(promotion, null, Came.canceled(), promotion.gates());
  }

  /**
   * Lets a promotion pass although its gates are closed.
   *
   * @throws Conflict when it has moved on
   */
  @Transactional
  void breakGlass(UUID id, Decided decided) {
    Promotion promotion = pending(id, decided.seen());
    record(
        promotion,
        decision(Kind.BREAK_GLASS, decided),
        "promotion.break-glass",
        "passed over the gates of");
    promotions.breakGlass(id, decided.reason());
  }

  /**
   * The answer of an external check.
   *
   * @param url where more can be read; null for nowhere
   */
  record Found(String check, boolean passed, String by, String reason, @Nullable String url) {}

  /**
   * Takes the answer of an external check.
   *
   * @throws Forbidden {@code requester-cannot-answer}
   * @throws NotFound {@code no-such-check}
   * @throws Conflict when it has answered already, comes too late, or the promotion has moved on
   */
  @Transactional
  void check(UUID id, Found found) {
    Promotion promotion = promotions.locked(id);
    ExternalCheck check =
        rules(promotion).checking().stream()
            .filter(one -> one.name().equals(found.check()))
            .findFirst()
            .orElseThrow(() -> CheckSecrets.noSuchCheck(promotion.to(), found.check()));
    if (found.by().equals(promotion.requestedBy())) {
      throw new Forbidden(
          "requester-cannot-answer",
          "Whoever asks for a promotion does not answer its checks. The check itself has to, or"
              + " somebody else.");
    }
    if (promotion.decisions().stream().anyMatch(one -> check.name().equals(one.check()))) {
      throw conflict(
          "check-answered", "The check " + check.name() + " has answered already.", promotion);
    }
    if (promotion.outcome() != Outcome.PENDING_APPROVAL) throw movedOn(promotion);
    Instant now = clock.now();
    Instant deadline = CheckGate.deadline(check, promotions.waits(id).pending().checksAsked(), now);
    if (!now.isBefore(deadline)) {
      throw conflict(
          "check-too-late",
          "The check %s had until %s to answer. Promote again.".formatted(check.name(), deadline),
          promotion);
    }
    Kind kind = found.passed() ? Kind.CHECK_PASSED : Kind.CHECK_FAILED;
    record(
        promotion,
        new Decision(kind, check.name(), found.by(), found.reason(), found.url(), now),
        found.passed() ? "promotion.check-passed" : "promotion.check-failed",
        "answered the check " + check.name() + (found.passed() ? " (passed) of" : " (failed) of"));
  }

  private Decision decision(Kind kind, Decided decided) {
    return new Decision(kind, null, decided.by(), decided.reason(), null, clock.now());
  }

  private void record(Promotion promotion, Decision decision, String type, String did) {
    decisions.record(promotion.id(), decision);
    facts.tell(
        About.of(promotion, promotion.gates()),
        type,
        decision.by(),
        decision.reason(),
        "%s %s the promotion of %s to %s: %s"
            .formatted(decision.by(), did, promotion.version(), promotion.to(), decision.reason()));
  }

  private GateRules rules(Promotion promotion) {
    return environments.byName(promotion.to()).profile().gateRules();
  }

  private Promotion pending(UUID id, Outcome seen) {
    Promotion promotion = seen(id, seen);
    if (promotion.outcome() != Outcome.PENDING_APPROVAL) {
      throw conflict(
          "promotion-begun",
          "The promotion is not pending any more (" + promotion.outcome() + ").",
          promotion);
    }
    return promotion;
  }

  private Promotion seen(UUID id, Outcome seen) {
    Promotion promotion = promotions.locked(id);
    if (promotion.outcome() != seen) throw movedOn(promotion);
    return promotion;
  }

  private static Conflict movedOn(Promotion promotion) {
    return conflict(
        "state-changed",
        "The promotion is "
            + promotion.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + " by now. Read it again and decide on that.",
        promotion);
  }

  private static Conflict conflict(String code, String detail, Promotion promotion) {
    return new Conflict(code, detail, "/v1/promotions/" + promotion.id());
  }
}
