package dev.slipway.proxy;

import io.vertx.core.http.HttpHeaders;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Continues the caller's trace (W3C Trace Context): the same trace, with a span of our own. */
final class Trace {

  static final CharSequence PARENT = HttpHeaders.createOptimized("traceparent");
  static final CharSequence STATE = HttpHeaders.createOptimized("tracestate");

  private static final String VERSION = "00";
  private static final int VERSION_END = 2;
  private static final int TRACE_END = 35;
  private static final int SPAN_END = 52;
  private static final int LENGTH = 55;

  private Trace() {}

  /** What SageMaker is told; null when the caller told nothing, or nothing that can be read. */
  static @Nullable String next(@Nullable String parent) {
    if (parent == null || !isWellFormed(parent)) {
      return null;
    }
    long span = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    String digits = HexFormat.of().toHexDigits(span);
    return parent.startsWith(VERSION)
        ? parent.substring(0, TRACE_END + 1) + digits + parent.substring(SPAN_END, LENGTH)
        : inOurVersion(parent, digits);
  }

  /**
   * What came in a later version goes on in the one that is known here, with the flag that both
   * know.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#versioning-of-traceparent">W3C</a>
   */
  private static String inOurVersion(String parent, String span) {
    int flags = Character.digit(parent.charAt(LENGTH - 1), 16);
    String sampled = (flags & 1) == 1 ? "-01" : "-00";
    return VERSION + parent.substring(VERSION_END, TRACE_END + 1) + span + sampled;
  }

  /** The trace that the caller named; null for none, or one that cannot be read. */
  static @Nullable String id(@Nullable String parent) {
    return parent == null || !isWellFormed(parent)
        ? null
        : parent.substring(VERSION_END + 1, TRACE_END);
  }

  /** {@code 00-<32 digits>-<16 digits>-<2 digits>}; later versions may append members. */
  private static boolean isWellFormed(String parent) {
    if (parent.length() < LENGTH
        || (parent.length() > LENGTH
            && (parent.startsWith(VERSION) || parent.charAt(LENGTH) != '-'))
        || parent.startsWith("ff")) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      boolean dash = i == VERSION_END || i == TRACE_END || i == SPAN_END;
      char c = parent.charAt(i);
      if (dash ? c != '-' : !isDigit(c)) {
        return false;
      }
    }
    return !isZero(parent, VERSION_END + 1, TRACE_END) && !isZero(parent, TRACE_END + 1, SPAN_END);
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static boolean isZero(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }
}
