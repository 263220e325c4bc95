package dev.slipway.proxy;

import dev.slipway.base.WallClock;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The value of the header {@code Date}, which every answer has to have (RFC 9110, 6.6.1). Written
 * anew once a second. Lives on one event loop.
 */
final class HttpDate {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  private final WallClock clock;
  private long second = Long.MIN_VALUE;
  private CharSequence text = "";

  HttpDate(WallClock clock) {
    this.clock = clock;
  }

  CharSequence now() {
    Instant now = clock.now();
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      text = HttpHeaders.createOptimized(FORM.format(now.atOffset(ZoneOffset.UTC)));
    }
    return text;
  }
}
