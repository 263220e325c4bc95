package dev.slipway.promotion;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to bring one version to one environment.
 *
 * @param version the version's name; null for the one that is live in {@code from}
 * @param from the environment that it is promoted from; null for the target's predecessor, where it
 *     has one
 */
public record PromotionRequest(
    String model,
    @Nullable String version,
    @Nullable String from,
    String to,
    String reason,
    Terms terms) {

  /** A request without any terms. */
  public static PromotionRequest of(String model, String version, String to, String reason) {
    return new PromotionRequest(model, version, null, to, reason, Terms.NONE);
  }

  /** This request with the version that is meant. */
  PromotionRequest naming(@Nullable String other) {
    return new PromotionRequest(model, other, from, to, reason, terms);
  }

  /**
   * The terms of the promotion.
   *
   * @param planHash of the plan that was agreed to; null to deploy whatever the plan is now
   * @param supersede whether a running update is undone first; otherwise it is in the way
   * @param supersedes the only update that may be undone first, as the plan named it; null for any
   * @param waitForGates whether the promotion waits for gates that open by time or by a decision
   *     elsewhere; otherwise they refuse it
   * @param breakGlass why closed gates are passed over; null when they are not
   */
  public record Terms(
      @Nullable String planHash,
      boolean supersede,
      @Nullable UUID supersedes,
      boolean waitForGates,
      @Nullable String breakGlass) {

    static final Terms NONE = new Terms(null, false, null, false, null);
  }
}
