package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Every metric's data. AWS's own metrics become visible a whole minute after their minute began
 * plus the metric delay, those of high resolution read by less than a minute within seconds; what
 * callers put is visible at once.
 */
public final class Metrics {

  private static final Duration HIGH_RESOLUTION = Duration.ofSeconds(10);

  private final Map<MetricKey, Series> series = new ConcurrentHashMap<>();
  private final Supplier<Duration> delay;

  /**
   * @param delay how late AWS's own metrics arrive, in AWS time
   */
  public Metrics(Duration delay) {
    this(() -> delay);
  }

  /** The same with a delay that may change. */
  public Metrics(Supplier<Duration> delay) {
    this.delay = delay;
  }

  /** Every metric there is. */
  void forEach(BiConsumer<MetricKey, Series> to) {
    series.forEach(to);
  }

  /** How many there are, in all accounts. */
  public int count() {
    return series.size();
  }

  /** The series of a metric, made when it is new. */
  public Series series(MetricKey key) {
    return series.computeIfAbsent(key, _ -> new Series());
  }

  /**
   * Forgets the data of metrics that have had none for two weeks, as ListMetrics does. The emptied
   * series stay: an endpoint that was never asked, or for long, holds on to its own.
   */
  void forgetOld(Instant now) {
    long before = now.minus(Duration.ofDays(14)).getEpochSecond();
    series.values().forEach(one -> one.forgetUnlessNewerThan(before));
  }

  /**
   * One statistic of {@code count} periods in a row; NaN where there is no data (yet).
   *
   * @param from start of the first period
   * @param now what is visible depends on it
   */
  public double[] read(
      MetricKey key, Statistic statistic, Instant from, int period, int count, Instant now) {
    Series found = series.get(key);
    if (found == null) {
      double[] nothing = new double[count];
      Arrays.fill(nothing, Double.NaN);
      return nothing;
    }
    Stats[] stats = found.read(from.getEpochSecond(), period, count, visible(key, period, now));
    return Arrays.stream(stats).mapToDouble(statistic::of).toArray();
  }

  /** The statistics themselves, for callers that need several. */
  Stats[] stats(MetricKey key, Instant from, int period, int count, Instant now) {
    return series
        .getOrDefault(key, new Series())
        .read(from.getEpochSecond(), period, count, visible(key, period, now));
  }

  /** The metrics of an account and region that have had data. */
  Stream<MetricKey> list(Scope scope) {
    return series.entrySet().stream()
        .filter(entry -> entry.getKey().scope().equals(scope))
        .filter(entry -> entry.getValue().newest() != Long.MIN_VALUE)
        .map(Map.Entry::getKey);
  }

  /** Start of the first second that is not visible yet. */
  private long visible(MetricKey key, int period, Instant now) {
    if (!key.fromAws()) {
      return now.getEpochSecond() + 1;
    }
    Duration late = delay.get();
    boolean soon = period < 60 && late.compareTo(HIGH_RESOLUTION) > 0;
    return now.minus(soon ? HIGH_RESOLUTION : late).getEpochSecond() - Math.min(period, 60) + 1;
  }
}
