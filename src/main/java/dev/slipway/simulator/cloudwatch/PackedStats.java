package dev.slipway.simulator.cloudwatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A period's statistics in few bytes: three for a minute whose values were all zero, five for one
 * with a single small value.
 */
final class PackedStats {

  private static final int CHANGED = 1;

  /** Percentiles are told. */
  private static final int WHOLE = 2;

  /** All values were the same one. */
  private static final int FLAT = 4;

  /** The count is a whole number. */
  private static final int COUNTED = 8;

  /** Sum and bounds are what a float can say. */
  private static final int SHORT = 16;

  private static final double MOST_COUNTED = 1L << 53;

  private PackedStats() {}

  /**
   * @param percentiles whether they are to be told later
   */
  static void write(Stats stats, boolean percentiles, DataOutput out) throws IOException {
    boolean flat = stats.isFlat();
    boolean whole = stats.isWhole() && (percentiles || flat);
    boolean counted = isCount(stats.count());
    boolean brief =
        isFloat(stats.min()) && (flat || (isFloat(stats.max()) && isFloat(stats.sum())));
    out.writeByte(
        (stats.isChanged() ? CHANGED : 0)
            | (whole ? WHOLE : 0)
            | (flat ? FLAT : 0)
            | (counted ? COUNTED : 0)
            | (brief ? SHORT : 0));
    if (counted) {
      Varint.write((long) stats.count(), out);
    } else {
      out.writeDouble(stats.count());
    }
    write(stats.min(), brief, out);
    if (!flat) {
      write(stats.max(), brief, out);
      write(stats.sum(), brief, out);
    }
    if (whole && !flat) {
      stats.quantiles().pack(out);
    }
  }

  static Stats read(DataInput in) throws IOException {
    int flags = in.readUnsignedByte();
    double count = (flags & COUNTED) == 0 ? in.readDouble() : Varint.read(in);
    boolean brief = (flags & SHORT) != 0;
    boolean flat = (flags & FLAT) != 0;
    double min = read(brief, in);
    double max = flat ? min : read(brief, in);
    double sum = flat ? min * count : read(brief, in);
    boolean whole = (flags & WHOLE) != 0;
    Quantiles quantiles = new Quantiles();
    if (whole && flat) {
      quantiles.add(min, count);
    } else if (whole) {
      quantiles = Quantiles.unpack(in);
    }
    return Stats.of(count, sum, min, max, quantiles, whole, (flags & CHANGED) != 0);
  }

  private static void write(double number, boolean brief, DataOutput out) throws IOException {
    if (brief) {
      out.writeFloat((float) number);
    } else {
      out.writeDouble(number);
    }
  }

  private static double read(boolean brief, DataInput in) throws IOException {
    return brief ? in.readFloat() : in.readDouble();
  }

  private static boolean isCount(double number) {
    return number >= 0 && number < MOST_COUNTED && number == Math.rint(number);
  }

  private static boolean isFloat(double number) {
    return (float) number == number;
  }
}
