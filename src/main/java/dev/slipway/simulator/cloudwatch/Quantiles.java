package dev.slipway.simulator.cloudwatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Counts by magnitude in steps of three percent: enough for percentiles, and small. */
final class Quantiles {

  private static final double STEP = Math.log(1.03);

  /** Beyond 2^360, which is the most that CloudWatch takes. */
  private static final int MOST = 9000;

  /** Lies below the steps of what is above zero, and above those of what is below. */
  private static final short ZERO = -10_000;

  private static final int OLDER_ZERO = Short.MIN_VALUE;

  private short[] steps = {};
  private float[] counts = {};
  private int size;

  void add(double value, double times) {
    count(step(value), times);
  }

  private static short step(double value) {
    if (value == 0) return ZERO;
    int magnitude = Math.clamp(Math.round(Math.log(Math.abs(value)) / STEP), -MOST, MOST);
    return (short) (value > 0 ? magnitude : 2 * ZERO - magnitude);
  }

  private static double value(short step) {
    if (step == ZERO) return 0;
    return step > ZERO ? Math.exp(step * STEP) : -Math.exp((2 * ZERO - step) * STEP);
  }

  void add(Quantiles other) {
    for (int i = 0; i < other.size; i++) {
      count(other.steps[i], other.counts[i]);
    }
  }

  /** How many were counted. */
  double total() {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  double at(double share) {
    double wanted = share * total();
    double seen = 0;
    for (int i = 0; i < size; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return value(steps[i]);
      }
    }
    return Double.NaN;
  }

  void pack(DataOutput out) throws IOException {
    Varint.write(size, out);
    int before = Short.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      Varint.write(steps[i] - before, out);
      before = steps[i];
      // The lowest bit tells whether a whole number follows, which nearly all are.
      boolean whole = counts[i] == Math.rint(counts[i]) && counts[i] < 1L << 40;
      Varint.write(
          whole ? (long) counts[i] << 1 : (long) Float.floatToIntBits(counts[i]) << 1 | 1, out);
    }
  }

  static Quantiles unpack(DataInput in) throws IOException {
    Quantiles read = sized(Varint.read(in));
    int before = Short.MIN_VALUE;
    for (int i = 0; i < read.size; i++) {
      before += (int) Varint.read(in);
      read.steps[i] = (short) before;
      long count = Varint.read(in);
      read.counts[i] = (count & 1) == 0 ? count >> 1 : Float.intBitsToFloat((int) (count >> 1));
    }
    return read;
  }

  /** As files of before minutes were packed have it: what was below zero counted as zero. */
  static Quantiles readOlder(DataInput in) throws IOException {
    Quantiles read = new Quantiles();
    for (int left = sized(in.readInt()).size; left > 0; left--) {
      short step = in.readShort();
      read.count(step == OLDER_ZERO ? ZERO : (short) Math.clamp(step, -MOST, MOST), in.readFloat());
    }
    return read;
  }

  private static Quantiles sized(long size) throws IOException {
    if (size < 0 || size > 1 << 16) {
      throw new IOException("There are not so many steps as " + size + ".");
    }
    Quantiles sized = new Quantiles();
    sized.size = (int) size;
    sized.steps = new short[sized.size];
    sized.counts = new float[sized.size];
    return sized;
  }

  private void count(short step, double times) {
    int at = Arrays.binarySearch(steps, 0, size, step);
    if (at < 0) {
      at = -at - 1;
      if (size == steps.length) {
        int grown = size == 0 ? 2 : size + Math.max(2, size / 2);
        steps = Arrays.copyOf(steps, grown);
        counts = Arrays.copyOf(counts, grown);
      }
      System.arraycopy(steps, at, steps, at + 1, size - at);
      System.arraycopy(counts, at, counts, at + 1, size - at);
      steps[at] = step;
      counts[at] = 0;
      size++;
    }
    counts[at] += (float) times;
  }
}
