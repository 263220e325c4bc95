package dev.slipway.monitoring;

import dev.slipway.base.WallClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The values that were read last, as meters. One of them tells how old the others are. A meter is
 * registered once and looks its value up, so that no scrape misses one that is being replaced: an
 * alert that waits for some minutes would begin anew.
 */
@Component
class LatestValues {

  private final MeterRegistry registry;
  private final WallClock clock;
  private final Map<Series, Meter> meters = new HashMap<>();
  private volatile Map<Series, Double> values = Map.of();
  private volatile Instant readAt;

  @Autowired
  LatestValues(ObjectProvider<MeterRegistry> registries, WallClock clock) {
    this(registries.getIfAvailable(SimpleMeterRegistry::new), clock);
  }

  LatestValues(MeterRegistry registry, WallClock clock) {
    this.registry = registry;
    this.clock = clock;
    this.readAt = clock.now();
    Gauge.builder("slipway.record.age", this, LatestValues::age)
        .description(
            "How long ago this process read the record for the gauges that come from there;"
                + " before the first time: how long ago it started")
        .baseUnit("seconds")
        .register(registry);
  }

  private record Series(RecordedGauge gauge, List<String> labels) {

    List<Tag> tags() {
      return IntStream.range(0, labels.size())
          .mapToObj(i -> Tag.of(gauge.labels().get(i), labels.get(i)))
          .toList();
    }
  }

  /**
   * Takes the place of all values before.
   *
   * @param at when they were read
   */
  synchronized void replace(List<RecordedGauge.Value> read, Instant at) {
    values =
        read.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    it -> new Series(it.gauge(), it.labels()), RecordedGauge.Value::value));
    readAt = at;
    values.keySet().forEach(series -> meters.computeIfAbsent(series, this::register));
    meters
        .entrySet()
        .removeIf(known -> {
          if (values.containsKey(known.getKey())) return false;
          registry.remove(known.getValue());
          return true;
        });
  }

  private Meter register(Series series) {
    return Gauge.builder(series.gauge.name(), this, it -> it.valueOf(series))
        .description(series.gauge.description())
        .baseUnit(series.gauge.unit())
        .tags(series.tags())
        .register(registry);
  }

  private double valueOf(Series series) {
    return values.getOrDefault(series, Double.NaN);
  }

  private double age() {
    return Duration.between(readAt, clock.now()).toMillis() / 1000.0;
  }
}
