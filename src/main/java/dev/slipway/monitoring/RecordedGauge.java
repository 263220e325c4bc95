package dev.slipway.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gauge whose values are read from the record.
 *
 * @param name as Micrometer has it: words between dots, without the unit
 * @param unit such as {@code seconds}; null for a number of things
 * @param description one sentence, which Prometheus shows as its HELP text
 * @param labels the names of what tells its values apart; each has few values
 */
public record RecordedGauge(
    String name, @Nullable String unit, String description, List<String> labels) {

  /** A number of things. */
  public static RecordedGauge count(String name, String description, String... labels) {
    return new RecordedGauge(name, null, description, List.of(labels));
  }

  /** A time in seconds. */
  public static RecordedGauge seconds(String name, String description, String... labels) {
    return new RecordedGauge(name, "seconds", description, List.of(labels));
  }

  /**
   * One of its values.
   *
   * @param labels in the order of their names
   */
  public Value value(double value, String... labels) {
    return new Value(this, List.of(labels), value);
  }

  /**
   * How long something has lasted, in seconds.
   *
   * @param since null where nothing has: the value is 0
   */
  public Value lasting(@Nullable Instant since, Instant now, String... labels) {
    double seconds = since == null ? 0 : Duration.between(since, now).toMillis() / 1000.0;
    return value(Math.max(0, seconds), labels);
  }

  /** A value of a gauge, and what it belongs to. */
  public record Value(RecordedGauge gauge, List<String> labels, double value) {

    public Value {
      if (labels.size() != gauge.labels.size()) {
        throw new IllegalArgumentException(gauge.name + " has the labels " + gauge.labels);
      }
    }
  }
}
