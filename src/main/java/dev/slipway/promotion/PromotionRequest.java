package dev.slipway.promotion;

import org.jspecify.annotations.Nullable;

/**
 * What is asked for: one version for one environment.
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

  /** A version brought to an environment as it is, on no terms. */
  public static PromotionRequest of(String model, String version, String to, String reason) {
    return new PromotionRequest(model, version, null, to, reason, Terms.NONE);
  }

  /** The same with the version that is meant. */
  PromotionRequest naming(@Nullable String other) {
    return new PromotionRequest(model, other, from, to, reason, terms);
  }

  /**
   * What the promotion depends on.
   *
   * @param planHash of the plan that was agreed to; null to deploy whatever the plan is now
   * @param supersede an update that runs is undone first; otherwise it is in the way
   * @param waitForGates gates that time or a decision elsewhere opens are waited for; otherwise
   *     they refuse it
   * @param breakGlass why the gates are passed over; null when they are not
   */
  public record Terms(
      @Nullable String planHash,
      boolean supersede,
      boolean waitForGates,
      @Nullable String breakGlass) {

    static final Terms NONE = new Terms(null, false, false, null);
  }
}
