package dev.slipway.cli;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lengths of time, as people write and read them. */
final class Span implements ITypeConverter<Duration> {

  /** Reads {@code 90s}, {@code 30m}, {@code 1h30m}, {@code 2d} and ISO 8601's {@code PT30M}. */
  @Override
  public Duration convert(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    try {
      if (upper.startsWith("P")) return Duration.parse(upper);
      if (upper.matches("\\d+")) return Duration.ofSeconds(Long.parseLong(upper));
      int days = upper.indexOf('D') + 1;
      return Duration.parse(
          "P"
              + upper.substring(0, days)
              + (days < upper.length() ? "T" : "")
              + upper.substring(days));
    } catch (RuntimeException unreadable) {
      throw new TypeConversionException(
          "'%s' is not a length of time: write it as 90s, 30m or 1h30m".formatted(text));
    }
  }

  /** The two largest units that matter: {@code 4.2 s}, {@code 2 min 31 s}, {@code 3 h 5 min}. */
  static String of(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 10) {
      long tenths = Math.max(0, time.toMillis()) / 100;
      return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
    if (seconds < 60) return seconds + " s";
    if (seconds < 3600) return two(seconds / 60, "min", seconds % 60, "s");
    if (seconds < 86_400) return two(seconds / 3600, "h", seconds / 60 % 60, "min");
    return two(seconds / 86_400, "d", seconds / 3600 % 24, "h");
  }

  private static String two(long large, String unit, long small, String smaller) {
    return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smaller;
  }
}
