package dev.slipway.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * One way in which AWS is not as the record says.
 *
 * @param field what differs, such as {@code instance_count} or {@code alarms.<name>.threshold}
 * @param expected what the record says; null for nothing
 * @param actual what AWS has; null for nothing
 */
public record Difference(String field, @Nullable String expected, @Nullable String actual) {

  /**
   * Whether an alarm is gone, or something of it differs; another's name may begin like its own.
   */
  boolean ofAlarm(String name) {
    String at = "alarms." + name;
    return field.startsWith(at)
        && (field.length() == at.length() || field.lastIndexOf('.') == at.length());
  }

  /** For a person. */
  public String sentence() {
    if (actual == null) return field + " is gone; it should be " + expected + ".";
    if (expected == null) return field + " is " + actual + ", which the release does not have.";
    return field + " is " + actual + " instead of " + expected + ".";
  }
}
