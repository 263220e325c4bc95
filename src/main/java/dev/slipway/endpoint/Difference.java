package dev.slipway.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * One way in which AWS is not as the record says.
 *
 * @param field what differs, such as {@code instance_count} or {@code alarms.<name>.threshold}
 * @param expected the value on record; null for none
 * @param actual the value in AWS; null for none
 */
public record Difference(String field, @Nullable String expected, @Nullable String actual) {

  private static final String THERE = "there";

  /** The difference of something that should be there and is not. */
  static Difference gone(String field) {
    return new Difference(field, THERE, null);
  }

  /**
   * Whether this is a difference of one alarm: it is gone, or something of it differs. Another
   * alarm's name may begin with the same words, and go on after a dot as a field does.
   */
  boolean ofAlarm(String name) {
    String at = "alarms." + name;
    if (actual == null && THERE.equals(expected)) return field.equals(at);
    return field.startsWith(at) && field.lastIndexOf('.') == at.length();
  }

  /** The difference as a sentence. */
  public String sentence() {
    if (actual == null) return field + " is gone; it should be " + expected + ".";
    if (expected == null) return field + " is " + actual + ", which the release does not have.";
    return field + " is " + actual + " instead of " + expected + ".";
  }
}
