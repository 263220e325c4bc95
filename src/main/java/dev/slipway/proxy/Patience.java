package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** How long a caller waits for its answer, where it says so: {@code x-slipway-timeout-ms}. */
final class Patience {

  /** Of a caller who does not say. */
  static final long UNSAID = Long.MAX_VALUE;

  private static final CharSequence HEADER = HttpHeaders.createOptimized("x-slipway-timeout-ms");

  private static final int DIGITS = 7;
  private static final long MILLI = 1_000_000;

  private Patience() {}

  /**
   * What the caller says, in milliseconds.
   *
   * @throws Refusal when what it says is no number of them
   */
  static long stated(HttpServerRequest request) {
    List<String> stated = request.headers().getAll(HEADER);
    return stated.isEmpty() ? UNSAID : millis(String.join(",", stated));
  }

  /**
   * The moment by which SageMaker must have answered; now when the time is over.
   *
   * @param usual the proxy's own patience, in milliseconds
   */
  static long until(Exchange exchange, long usual, long now) {
    return now + left(exchange, usual) * MILLI;
  }

  /**
   * How long something may still take, in milliseconds: what the caller's patience leaves of the
   * proxy's own; 0 when it is over.
   *
   * @param usual the proxy's own patience
   */
  static long left(Exchange exchange, long usual) {
    long stated = exchange.patience();
    return stated == UNSAID ? usual : Math.clamp(stated - exchange.totalNanos() / MILLI, 0, usual);
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
