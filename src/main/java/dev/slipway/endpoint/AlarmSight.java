package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Profile.AlarmRules;
import java.util.List;
import java.util.Locale;

/**
 * The smallest fault that each rollback alarm can see at the traffic that the endpoint has had
 * lately, within one bake of the new fleet.
 */
final class AlarmSight {

  /** The latency alarm's periods together, whatever the preset. */
  static final int LATENCY_PERIODS_SECONDS = 3 * 60;

  private AlarmSight() {}

  /** How long the error alarm's periods last together. */
  static int errorPeriodsSeconds(AlarmRules alarms) {
    return switch (alarms.preset()) {
      case ARTICLE -> 2 * 60;
      case GUARDED -> 3 * 60;
    };
  }

  /**
   * What the alarms can see.
   *
   * @param perMinute requests that the whole endpoint gets in a minute
   * @param share the new fleet's share of them during its first bake, at most 1
   */
  static List<Remark> remarks(ReleaseSpec wanted, double perMinute, double share) {
    double seen = perMinute * share;
    String traffic =
        String.format(
            Locale.ROOT,
            "At the recent %.0f requests/min, of which the new fleet gets %.0f in its first bake,",
            perMinute,
            seen);
    double rate = smallestErrorRate(wanted.alarms(), seen);
    Remark errors =
        rate > 1
            ? new Remark(
                Severity.WARNING,
                "error-alarm-is-blind",
                traffic + " the error alarm cannot fire even if every request fails.",
                "Bake with more traffic: a larger canary, or ALL_AT_ONCE with a termination wait.")
            : new Remark(
                Severity.NOTE,
                "error-alarm-sees",
                String.format(
                    Locale.ROOT,
                    "%s the error alarm sees failure rates from %.1f %% on.",
                    traffic,
                    100 * rate),
                null);
    Remark latency =
        seen < 1
            ? new Remark(
                Severity.WARNING,
                "latency-alarm-is-blind",
                traffic + " most minutes have no request, and the latency alarm sees nothing.",
                "Bake with more traffic.")
            : new Remark(
                Severity.NOTE,
                "latency-alarm-sees",
                traffic
                    + " the latency alarm sees an average of more than "
                    + wanted.alarms().latencyThresholdMs()
                    + " ms for three minutes, whatever the share of slow requests.",
                null);
    return List.of(errors, latency);
  }

  /**
   * The smallest failure rate that makes the alarm fire on average; more than 1 when none does,
   * infinite without traffic.
   */
  static double smallestErrorRate(AlarmRules alarms, double perMinute) {
    return switch (alarms.preset()) {
      // More than 5 in a minute.
      case ARTICLE -> 6 / perMinute;
      case GUARDED -> Math.max(AlarmSet.LEAST_ERRORS / perMinute, AlarmSet.LEAST_RATE);
    };
  }
}
