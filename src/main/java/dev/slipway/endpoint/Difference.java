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

  /**
   * Whether this is a difference of one alarm: it is gone, or something of it differs. Another
   * alarm's name may begin with the same words.
   */
  boolean ofAlarm(String name) {
    String at = "alarms." + name;
    return field.startsWith(at)
        && (field.length() == at.length() || field.lastIndexOf('.') == at.length());
  }

  /** The difference as a sentence. */
  public String sentence() {
    if (actual == null) return field + " is gone; it should be " + expected + ".";
    if (expected == null) return field + " is " + actual + ", which the release does not have.";
    return field + " is " + actual + " instead of " + expected + ".";
  }
}
