package dev.slipway.judge;

import dev.slipway.judge.Evidence.Minute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Traffic as endpoints have it, seen as CloudWatch shows it: log-normal latencies averaged over
 * each minute, a load that moves both fleets together, a little noise of each fleet's own, and
 * errors that strike request by request.
 *
 * @param oldPerMinute requests a minute on the old fleet
 * @param newPerMinute requests a minute on the new fleet
 */
record SomeTraffic(int minutes, int oldPerMinute, int newPerMinute) {

  private static final double MEDIAN_MS = 40;
  private static final double SIGMA = 0.6;
  private static final double LOAD = 0.05;
  private static final double OWN = 0.02;
  private static final double[] LATENCIES = latencies();

  private static double[] latencies() {
    SplittableRandom random = new SplittableRandom(1);
    double[] drawn = new double[1 << 16];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = MEDIAN_MS * Math.exp(SIGMA * random.nextGaussian());
    }
    return drawn;
  }

  /** One bake: the old fleet is healthy, the new one slower by a factor and failing at a rate. */
  Evidence seen(long seed, double slower, double oldErrors, double newErrors) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Minute> before = new ArrayList<>();
    List<Minute> after = new ArrayList<>();
    for (int i = 0; i < minutes; i++) {
      double load = Math.exp(LOAD * random.nextGaussian());
      Instant at = Instant.EPOCH.plusSeconds(60L * i);
      before.add(minute(at, random, oldPerMinute, load, oldErrors));
      after.add(minute(at, random, newPerMinute, load * slower, newErrors));
    }
    return new Evidence(before, after);
  }

  private static Minute minute(
      Instant at, SplittableRandom random, int perMinute, double factor, double errors) {
    int requests =
        (int) Math.max(0, Math.round(perMinute + Math.sqrt(perMinute) * random.nextGaussian()));
    double own = Math.exp(OWN * random.nextGaussian());
    double sum = 0;
    long failed = 0;
    for (int i = 0; i < requests; i++) {
      long bits = random.nextLong();
      sum += LATENCIES[(int) (bits & 0xffff)];
      if ((bits >>> 16) * 0x1.0p-48 < errors) failed++;
    }
    Double latency = requests == 0 ? null : factor * own * sum / requests;
    return new Minute(at, requests, failed, 0, latency, latency == null ? null : latency / 10);
  }
}
