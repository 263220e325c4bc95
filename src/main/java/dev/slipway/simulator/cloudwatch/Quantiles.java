package dev.slipway.simulator.cloudwatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Counts by magnitude in steps of three percent: enough for percentiles, and small. */
final class Quantiles {

  private static final double STEP = Math.log(1.03);
  private static final short ZERO = Short.MIN_VALUE;

  private short[] steps = {};
  private float[] counts = {};
  private int size;

  void add(double value, double times) {
    count(
        value <= 0 ? ZERO : (short) Math.clamp(Math.round(Math.log(value) / STEP), -30000, 30000),
        times);
  }

  void add(Quantiles other) {
    for (int i = 0; i < other.size; i++) {
      count(other.steps[i], other.counts[i]);
    }
  }

  double at(double share) {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    double wanted = share * total;
    double seen = 0;
    for (int i = 0; i < size; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return steps[i] == ZERO ? 0 : Math.exp(steps[i] * STEP);
      }
    }
    return Double.NaN;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeShort(steps[i]);
      out.writeFloat(counts[i]);
    }
  }

  static Quantiles read(DataInput in) throws IOException {
    Quantiles read = new Quantiles();
    read.size = in.readInt();
    if (read.size < 0 || read.size > 1 << 16) {
      throw new IOException("There are not so many steps as " + read.size + ".");
    }
    read.steps = new short[read.size];
    read.counts = new float[read.size];
    for (int i = 0; i < read.size; i++) {
      read.steps[i] = in.readShort();
      read.counts[i] = in.readFloat();
    }
    return read;
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
