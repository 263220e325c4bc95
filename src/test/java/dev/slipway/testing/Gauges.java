package dev.slipway.testing;

import dev.slipway.monitoring.ReadGauges;
import dev.slipway.monitoring.RecordedGauge;
import java.util.List;

/** What a process would tell an operator's monitoring of its record now. */
public final class Gauges {

  private Gauges() {}

  /** The one value of this gauge with these labels; fails where there is none. */
  public static double read(ApiServer process, String name, String... labels) {
    List<RecordedGauge.Value> values =
        process.beans(ReadGauges.class).stream()
            .flatMap(source -> source.read().stream())
            .filter(value -> value.gauge().name().equals(name))
            .filter(value -> value.labels().equals(List.of(labels)))
            .toList();
    if (values.size() != 1) {
      throw new AssertionError(
          "%d values of %s %s".formatted(values.size(), name, List.of(labels)));
    }
    return values.getFirst().value();
  }
}
