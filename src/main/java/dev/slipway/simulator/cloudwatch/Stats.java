package dev.slipway.simulator.cloudwatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The statistics of one period, from which every statistic that CloudWatch offers is read. */
final class Stats {

  private double count;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private Quantiles quantiles = new Quantiles();
  private boolean changed;

  void add(double value, double times) {
    add(times, value * times, value, value);
    quantiles.add(value, times);
  }

  /** Adds a set of values of which only the summary is known; percentiles do not see it. */
  void add(double samples, double total, double least, double greatest) {
    count += samples;
    sum += total;
    min = Math.min(min, least);
    max = Math.max(max, greatest);
    changed = true;
  }

  void add(Stats other) {
    add(other.count, other.sum, other.min, other.max);
    quantiles.add(other.quantiles);
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

  /** A percentile, 0 to 100, within about 1.5 percent of the true value. */
  double percentile(double percent) {
    return Math.clamp(quantiles.at(percent / 100), min, max);
  }

  /** Whether anything was added since this was last asked. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(count);
    out.writeDouble(sum);
    out.writeDouble(min);
    out.writeDouble(max);
    quantiles.write(out);
  }

  static Stats read(DataInput in) throws IOException {
    Stats stats = new Stats();
    stats.count = in.readDouble();
    stats.sum = in.readDouble();
    stats.min = in.readDouble();
    stats.max = in.readDouble();
    stats.quantiles = Quantiles.read(in);
    return stats;
  }

  /** Takes over what another one is. */
  void become(Stats other) {
    count = other.count;
    sum = other.sum;
    min = other.min;
    max = other.max;
    quantiles = other.quantiles;
  }
}
