package dev.slipway.access;

import org.jspecify.annotations.Nullable;

/**
 * An attempt that was refused.
 *
 * @param caller who it was; null for nobody known
 * @param address where it came from
 * @param tried what was tried, such as {@code POST /v1/promotions}
 * @param why the sentence of the refusal
 * @param requestId the request's name in the log
 */
public record Denial(
    @Nullable String caller, String address, String tried, String why, String requestId) {

  /** What is counted as the same: of those who are known what they tried, of others the address. */
  Object sort() {
    return caller == null ? new Unknown(address) : new Known(caller, tried, why);
  }

  private record Unknown(String address) {}

  private record Known(String caller, String tried, String why) {}
}
