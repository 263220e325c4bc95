package dev.slipway.simulator.cloudwatch;

import java.io.DataInput;
import java.io.IOException;

/** The statistics of one period, from which every statistic that CloudWatch offers is read. */
final class Stats {

  private double count;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private Quantiles quantiles = new Quantiles();
  private boolean whole = true;
  private boolean changed;

  static Stats of(
      double count,
      double sum,
      double min,
      double max,
      Quantiles quantiles,
      boolean whole,
      boolean changed) {
    Stats stats = new Stats();
    stats.count = count;
    stats.sum = sum;
    stats.min = min;
    stats.max = max;
    stats.quantiles = quantiles;
    stats.whole = whole;
    stats.changed = changed;
    return stats;
  }

  void add(double value, double times) {
    summarize(times, value * times, value, value);
    quantiles.add(value, times);
  }

  /** Adds a set of values of which only the summary is known; unless that tells all of them. */
  void add(double samples, double total, double least, double greatest) {
    summarize(samples, total, least, greatest);
    if (least == greatest) {
      quantiles.add(least, samples);
    } else {
      whole = false;
    }
  }

  private void summarize(double samples, double total, double least, double greatest) {
    count += samples;
    sum += total;
    min = Math.min(min, least);
    max = Math.max(max, greatest);
    changed = true;
  }

  void add(Stats other) {
    if (other.isEmpty()) return;
    summarize(other.count, other.sum, other.min, other.max);
    quantiles.add(other.quantiles);
    whole &= other.whole;
  }

  boolean isEmpty() {
    return count == 0;
  }

  double count() {
    return count;
  }

  double sum() {
    return sum;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  Quantiles quantiles() {
    return quantiles;
  }

  /** Whether every value is known, not only what they come to. */
  boolean isWhole() {
    return whole;
  }

  /** Whether all values were the same one. */
  boolean isFlat() {
    return min == max && sum == min * count;
  }

  /** A percentile, 0 to 100, within about 1.5 percent of the true value; NaN when not whole. */
  double percentile(double percent) {
    return whole ? Math.clamp(quantiles.at(percent / 100), min, max) : Double.NaN;
  }

  boolean isChanged() {
    return changed;
  }

  /** Whether anything was added since this was last asked. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** As files of before minutes were packed have it. */
  static Stats readOlder(DataInput in) throws IOException {
    double count = in.readDouble();
    double sum = in.readDouble();
    double min = in.readDouble();
    double max = in.readDouble();
    Quantiles quantiles = Quantiles.readOlder(in);
    // Older files counted summaries, which have no single values; and floats may have lost the last
    // of many. So percentiles are whole when the values cover 99.9 % of the count.
    boolean whole = quantiles.total() >= 0.999 * count;
    return of(count, sum, min, max, quantiles, whole, false);
  }

  /** Takes over what another one is. */
  void become(Stats other) {
    count = other.count;
    sum = other.sum;
    min = other.min;
    max = other.max;
    quantiles = other.quantiles;
    whole = other.whole;
  }
}
