package dev.slipway.simulator.fault;

/** Chance that is the same under the same seed, without a lock. */
public final class Shares {

  private static final double GOLDEN = 0.6180339887498949;

  private Shares() {}

  /**
   * Whether the n-th of a sequence belongs to a share of it. The hits are spread evenly (a Weyl
   * sequence), so that also a short run holds its share closely.
   */
  public static boolean hits(long seed, double share, long n) {
    if (share <= 0) {
      return false;
    }
    double point = random(seed, 0) + n * GOLDEN;
    return point - Math.floor(point) < share;
  }

  /** The n-th number of a seeded sequence, in [0, 1) (SplitMix64). */
  public static double random(long seed, long n) {
    long z = seed + (n + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
