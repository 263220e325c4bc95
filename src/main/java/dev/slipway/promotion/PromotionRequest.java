package dev.slipway.promotion;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param version the version's name; null for the one that is live in {@code from}
 * @param from the environment that it is promoted from; null where the target has no predecessor
 * @param supersede an update that runs is undone first; otherwise it is in the way
 * @param planHash of the plan that was agreed to; null to deploy whatever the plan is now
 */
public record PromotionRequest(
    @NotBlank String model,
    @Nullable String version,
    @Nullable String from,
    @NotBlank String to,
    @NotBlank @Size(max = 1000) String reason,
    @Nullable String planHash,
    @Nullable Boolean supersede) {

  boolean supersedes() {
    return Boolean.TRUE.equals(supersede);
  }
}
