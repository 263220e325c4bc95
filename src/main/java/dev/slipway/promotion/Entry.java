package dev.slipway.promotion;

import dev.slipway.base.Json;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.promotion.PlanPromotion.Planned;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.promotion.PromotionRequest.Terms;
import dev.slipway.rollout.StartDeployment.Asked;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A promotion to be put on record.
 *
 * @param endpoint null where there is none yet
 * @param came what it came to at once
 * @param pending what it waits with; null where it does not wait for gates
 */
record Entry(
    Named named,
    @Nullable Endpoint endpoint,
    Asked asked,
    Terms terms,
    List<GateVerdict> gates,
    Came came,
    @Nullable Pending pending) {

  /**
   * What a promotion came to at once.
   *
   * @param deployment what it started; null for nothing
   * @param supersedes the deployment that it waits for; null for none
   * @param refusal null unless it is not begun
   */
  record Came(
      Outcome outcome,
      @Nullable UUID deployment,
      @Nullable UUID supersedes,
      @Nullable String refusal) {

    static Came pending() {
      return new Came(Outcome.PENDING_APPROVAL, null, null, null);
    }

    /** Null for one that needs no deployment. */
    static Came started(@Nullable UUID deployment) {
      return new Came(
          deployment == null ? Outcome.NO_CHANGES : Outcome.DEPLOYING, deployment, null, null);
    }

    static Came waiting(UUID supersedes) {
      return new Came(Outcome.WAITING, null, supersedes, null);
    }

    static Came refused(String refusal) {
      return new Came(Outcome.REFUSED, null, null, refusal);
    }

    static Came canceled() {
      return new Came(Outcome.CANCELED, null, null, null);
    }
  }

  /**
   * What a promotion waits with.
   *
   * @param plan the plan's document, which those who decide agree to
   * @param contentHash of the release that would be deployed
   * @param replaces the release that it would take the place of; null for none
   * @param expiresAt when it stops waiting
   */
  record Pending(
      @Nullable String plan,
      @Nullable String contentHash,
      @Nullable UUID replaces,
      Instant expiresAt) {

    /** What one waits with from now on that was planned just now; the endpoint may be none yet. */
    static Pending on(@Nullable Endpoint endpoint, Named named, Planned planned, Instant now) {
      return new Pending(
          Json.write(planned.plan()),
          planned.candidate().spec().contentHash(),
          endpoint == null ? null : endpoint.currentReleaseId(),
          now.plus(named.to().profile().gateRules().patience()));
    }
  }
}
