package dev.slipway.promotion;

import dev.slipway.base.Json;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.environment.GateRules.ExternalCheck;
import dev.slipway.promotion.PlanPromotion.Planned;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.promotion.PromotionRequest.Terms;
import dev.slipway.rollout.StartDeployment.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A promotion to be put on record.
 *
 * @param endpoint null where there is none yet
 * @param came its immediate outcome
 * @param pending the plan with which it waits; null where it does not wait for gates
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
   * The immediate outcome of a promotion.
   *
   * @param deployment the deployment that it started; null for none
   * @param supersedes the deployment that it waits for; null for none
   * @param refusal why it is not begun; null where it is
   */
  record Came(
      Outcome outcome,
      @Nullable UUID deployment,
      @Nullable UUID supersedes,
      @Nullable String refusal) {

    static Came pending() {
      return new Came(Outcome.PENDING_APPROVAL, null, null, null);
    }

    /** The outcome of a promotion that has begun; its deployment is null where none was needed. */
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
   * The things with which a promotion waits for its gates.
   *
   * @param plan the plan's document, which those who decide agree to
   * @param contentHash of the release that would be deployed
   * @param replaces the release that it would take the place of; null for none
   * @param expiresAt when it stops waiting
   * @param checksAsked when each external check was asked about it, by its name
   */
  record Pending(
      @Nullable String plan,
      @Nullable String contentHash,
      @Nullable UUID replaces,
      Instant expiresAt,
      Map<String, Instant> checksAsked) {

    /**
     * The things with which a promotion waits that was planned just now. The endpoint is null where
     * there is none yet.
     */
    static Pending on(@Nullable Endpoint endpoint, Named named, Planned planned, Instant now) {
      return new Pending(
          Json.write(planned.plan()),
          planned.candidate().spec().contentHash(),
          endpoint == null ? null : endpoint.currentReleaseId(),
          now.plus(named.to().profile().gateRules().patience()),
          named.to().profile().gateRules().checking().stream()
              .collect(Collectors.toMap(ExternalCheck::name, _ -> now)));
    }
  }
}
