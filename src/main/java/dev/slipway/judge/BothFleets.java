package dev.slipway.judge;

import dev.slipway.judge.Evidence.Minute;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether the old fleet had the same trouble in the minutes for which an alarm of the new fleet
 * fired. Where it had, the fleets do not differ by it, and the release is likely not its cause.
 *
 * @param alike whether the old fleet would have made such an alarm fire too, and the new one is not
 *     worse by more than chance explains, or by a latency that matters
 * @param sentence what the old fleet did, with numbers, for a person
 */
public record BothFleets(boolean alike, String sentence) {

  /** How unlikely by chance a difference of errors is that counts. */
  private static final double ALPHA = 0.01;

  /** The least relative difference of latencies that matters, as with the judge's usual rules. */
  private static final double TOLERANCE = 0.2;

  private static final String ELSEWHERE =
      ": the cause is likely elsewhere, or in what both fleets use.";

  /**
   * Compares errors.
   *
   * @param fires whether the alarm fires for such a minute
   * @param needed for how many minutes that must be so
   */
  public static BothFleets errors(Evidence evidence, Predicate<Minute> fires, int needed) {
    Same same = Same.of(evidence, fires, needed);
    if (same.requests() == 0) return nothing();
    long errors = errors(same.before());
    long failed = errors(same.after());
    long all = requests(same.after());
    double p =
        Judge.fisher(
            Math.min(failed, all),
            all,
            Math.min(errors, same.requests()),
            same.requests(),
            JudgeRules.Direction.INCREASE);
    String had =
        String.format(
            Locale.ROOT,
            "In these minutes the old fleet had %d of %d (%.1f %%)",
            errors,
            same.requests(),
            100.0 * errors / same.requests());
    String chance = String.format(Locale.ROOT, "Fisher: p = %.2g", p);
    boolean worse = p < ALPHA;
    if (same.fires()) {
      return worse
          ? new BothFleets(
              false,
              had + " too, for which alone it fires; the new one was worse (" + chance + ").")
          : new BothFleets(true, had + " too, as many as the new one (" + chance + ")" + ELSEWHERE);
    }
    return new BothFleets(
        false, had + (worse ? "." : ", too few to tell the fleets apart (" + chance + ")."));
  }

  /** Compares latencies; see {@link #errors}. */
  public static BothFleets latency(Evidence evidence, Predicate<Minute> fires, int needed) {
    Same same = Same.of(evidence, fires, needed);
    if (same.requests() == 0) return nothing();
    double before = latency(same.before());
    double after = latency(same.after());
    String took =
        String.format(
            Locale.ROOT,
            "In these minutes the old fleet took %.0f ms on average, the new one %.0f ms",
            before,
            after);
    boolean alike = same.fires() && after < before * (1 + TOLERANCE);
    return new BothFleets(alike, took + (alike ? ELSEWHERE : "."));
  }

  private static BothFleets nothing() {
    return new BothFleets(
        false,
        "The old fleet had no requests in these minutes, so it is not known whether it would have"
            + " done better.");
  }

  private static long errors(List<Minute> minutes) {
    return minutes.stream().mapToLong(Minute::serverErrors).sum();
  }

  private static long requests(List<Minute> minutes) {
    return minutes.stream().mapToLong(Minute::invocations).sum();
  }

  /** The average over requests, of the minutes that have a latency. */
  private static double latency(List<Minute> minutes) {
    double sum = 0;
    long requests = 0;
    for (Minute minute : minutes) {
      Double millis = minute.modelLatencyMs();
      if (millis == null) continue;
      sum += millis * minute.invocations();
      requests += minute.invocations();
    }
    return requests == 0 ? 0 : sum / requests;
  }

  /**
   * The minutes for which the alarm fired, of both fleets.
   *
   * @param fires whether the old fleet would have made it fire in these
   */
  private record Same(List<Minute> before, List<Minute> after, boolean fires) {

    static Same of(Evidence evidence, Predicate<Minute> fires, int needed) {
      List<Minute> after = evidence.after().stream().filter(fires).toList();
      Set<Instant> times = after.stream().map(Minute::at).collect(Collectors.toSet());
      List<Minute> before =
          evidence.before().stream().filter(minute -> times.contains(minute.at())).toList();
      long firing = before.stream().filter(fires).count();
      return new Same(before, after, firing > 0 && firing >= Math.min(needed, after.size()));
    }

    long requests() {
      return BothFleets.requests(before);
    }
  }
}
