package dev.slipway.simulator.cloudwatch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** A quarter of an hour of one metric's minutes, packed when nothing is added any more. */
final class Quarter {

  private static final int MINUTES = 15;
  private static final int SECONDS = MINUTES * 60;
  private static final byte[] NOTHING = {};

  private final long start;
  private @Nullable Stats @Nullable [] open;
  private byte[] packed = NOTHING;
  private boolean percentiles = true;
  private boolean changed;

  Quarter(long start) {
    this.start = start;
  }

  static long startOf(long epochSecond) {
    return Math.floorDiv(epochSecond, SECONDS) * SECONDS;
  }

  long start() {
    return start;
  }

  long end() {
    return start + SECONDS;
  }

  /** A minute's statistics, to be added to. */
  Stats at(long epochSecond) {
    @Nullable Stats[] minutes = opened();
    changed = true;
    int minute = (int) (epochSecond - start) / 60;
    Stats stats = minutes[minute];
    if (stats == null) {
      stats = new Stats();
      minutes[minute] = stats;
    }
    return stats;
  }

  /** Hands over every minute with data, oldest first. */
  void each(ObjLongConsumer<Stats> to) {
    each(open == null ? unpacked() : open, to);
  }

  private void each(@Nullable Stats[] minutes, ObjLongConsumer<Stats> to) {
    for (int i = 0; i < MINUTES; i++) {
      Stats stats = minutes[i];
      if (stats != null) {
        to.accept(stats, start + i * 60L);
      }
    }
  }

  /** Hands over every minute to which something was added since it was last handed over. */
  void takeChanged(ObjLongConsumer<Stats> to) {
    if (!changed) {
      return;
    }
    changed = false;
    boolean wasPacked = open == null;
    @Nullable Stats[] minutes = opened();
    each(
        minutes,
        (stats, minute) -> {
          if (stats.takeChanged()) {
            to.accept(stats, minute);
          }
        });
    if (wasPacked) {
      pack(percentiles);
    }
  }

  /** Takes as little room as it can until it is added to again. */
  void pack(boolean withPercentiles) {
    if (open == null && percentiles == withPercentiles) {
      return;
    }
    percentiles = withPercentiles;
    @Nullable Stats[] minutes = opened();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (int i = 0; i < MINUTES; i++) {
        Stats stats = minutes[i];
        if (stats != null && !stats.isEmpty()) {
          out.writeByte(i);
          PackedStats.write(stats, withPercentiles, out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    packed = bytes.toByteArray();
    open = null;
  }

  private @Nullable Stats[] opened() {
    @Nullable Stats[] minutes = open;
    if (minutes == null) {
      minutes = unpacked();
      open = minutes;
      packed = NOTHING;
    }
    return minutes;
  }

  private @Nullable Stats[] unpacked() {
    @Nullable Stats[] minutes = new Stats[MINUTES];
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed))) {
      for (int minute = in.read(); minute >= 0; minute = in.read()) {
        minutes[minute] = PackedStats.read(in);
      }
      return minutes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
