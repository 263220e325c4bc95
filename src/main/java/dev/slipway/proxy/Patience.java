package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** How long a caller waits for its answer, where it says so: {@code x-slipway-timeout-ms}. */
final class Patience {

  static final CharSequence HEADER = HttpHeaders.createOptimized("x-slipway-timeout-ms");

  private static final int DIGITS = 7;
  private static final long MILLI = 1_000_000;

  private Patience() {}

  /**
   * The moment by which SageMaker must have answered; now when the time is over.
   *
   * @param usual the proxy's own patience, in milliseconds
   * @throws Refusal when what the caller says is no number of milliseconds
   */
  static long until(Exchange exchange, long usual, long now) {
    String stated = exchange.request().getHeader(HEADER);
    return now + left(stated, usual, exchange.totalNanos() / MILLI) * MILLI;
  }

  /**
   * How long SageMaker may still take, in milliseconds: what the caller's patience leaves of the
   * proxy's own; 0 when it is over.
   *
   * @param stated what the caller said
   * @param usual the proxy's own patience
   * @param spent since the request came
   * @throws Refusal when what is said is no number of milliseconds
   */
  static long left(@Nullable String stated, long usual, long spent) {
    if (stated == null) {
      return usual;
    }
    return Math.clamp(millis(stated) - spent, 0, usual);
  }

  private static long millis(String stated) {
    int length = stated.length();
    boolean number = length > 0 && length <= DIGITS;
    for (int i = 0; i < length && number; i++) {
      number = stated.charAt(i) >= '0' && stated.charAt(i) <= '9';
    }
    if (!number) {
      throw new Refusal(
          Reason.MALFORMED,
          "x-slipway-timeout-ms is a whole number of milliseconds, of %d digits at most."
              .formatted(DIGITS));
    }
    return Long.parseLong(stated);
  }
}
