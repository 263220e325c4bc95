package dev.slipway.web;

import dev.slipway.base.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A moment that a query states (RFC 3339). */
public final class StatedTime {

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private StatedTime() {}

  /**
   * Reads it.
   *
   * @param parameter its name
   * @param text null and empty where the query does not state it
   * @throws Failure.Invalid when it is no time, or none that Postgres keeps
   */
  public static @Nullable Instant read(String parameter, @Nullable String text) {
    if (text == null || text.isEmpty()) return null;
    Instant time;
    try {
      time = Instant.parse(text);
    } catch (DateTimeException e) {
      throw Failure.Invalid.field(
          parameter, "The value of \"%s\" is not a time by RFC 3339.".formatted(parameter));
    }
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw Failure.Invalid.field(
          parameter, parameter + " must be a time between the years 1970 and 9999.");
    }
    return time;
  }
}
