package dev.slipway.promotion;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Forbidden;
import dev.slipway.base.Failure.Invalid;
import dev.slipway.base.Failure.Limited;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.base.Failure.Precondition;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Unauthenticated;
import dev.slipway.base.Failure.Unavailable;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.AskAws;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.environment.Environments;
import dev.slipway.promotion.PromotionFacts.About;
import dev.slipway.rollout.Deployments;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decides on a promotion that could not be begun this time. If the obstacle may pass, the promotion
 * goes on waiting: a refusal would lose the decisions of people and checks.
 */
@Component
class PutOff {

  private static final Logger LOG = LoggerFactory.getLogger(PutOff.class);

  private final Promotions promotions;
  private final SettlePromotion settle;
  private final PromotionFacts facts;
  private final Environments environments;
  private final Deployments deployments;
  private final CloudClock clock;

  PutOff(
      Promotions promotions,
      SettlePromotion settle,
      PromotionFacts facts,
      Environments environments,
      Deployments deployments,
      CloudClock clock) {
    this.promotions = promotions;
    this.settle = settle;
    this.facts = facts;
    this.environments = environments;
    this.deployments = deployments;
    this.clock = clock;
  }

  /**
   * Puts the promotion off, or refuses it, with what its gates said last. History is told when the
   * putting off begins.
   *
   * @param waited as it was before this look
   */
  @Transactional
  void orRefuse(Promotion waited, Failure failure) {
    if (passes(failure) && (passesByItself(failure) || clock.now().isBefore(until(waited)))) {
      on(waited, failure.detail());
    } else {
      settle.refuse(waited, failure.detail(), gates(waited));
    }
  }

  /** Puts the promotion off, whose turn has come. */
  @Transactional
  void on(Promotion waited, String why) {
    if (why.equals(waited.putOff())) return;
    LOG.info("The promotion {} waits on: {}", waited.id(), why);
    if (!promotions.putOff(waited, why) || waited.putOff() != null) return;
    facts.tell(
        About.of(waited, gates(waited)),
        "promotion.put-off",
        "slipway",
        why,
        "The promotion of %s to %s, whose turn has come, is tried again until it can be begun: %s"
            .formatted(waited.version(), waited.to(), why));
  }

  /** What its gates said last, which this look may have put on record. */
  private List<GateVerdict> gates(Promotion waited) {
    return promotions.withId(waited.id()).gates();
  }

  /**
   * Whether the same request may succeed another time: by itself, or once Slipway's own role is
   * mended.
   */
  static boolean passes(Failure failure) {
    return switch (failure) {
      case Unavailable _, Limited _ -> true;
      case Conflict conflict -> !conflict.code().equals(Endpoints.NAME_TAKEN);
      case Refused refused -> AskAws.refusedSlipway(refused);
      case Invalid _, Unauthenticated _, Forbidden _, NotFound _, Precondition _ -> false;
    };
  }

  private static boolean passesByItself(Failure failure) {
    return failure instanceof Unavailable || failure instanceof Limited;
  }

  /**
   * Until when the promotion waits for the obstacle to pass. That is as long as it may wait for its
   * gates.
   */
  private Instant until(Promotion waited) {
    Instant expires = waited.expiresAt();
    UUID superseded = waited.supersedes();
    if (waited.outcome() == Promotion.Outcome.PENDING_APPROVAL && expires != null) return expires;
    Instant turn =
        superseded == null
            ? waited.createdAt()
            : Objects.requireNonNullElse(
                deployments.withId(superseded).progress().finishedAt(), clock.now());
    return turn.plus(environments.byName(waited.to()).profile().gateRules().patience());
  }
}
