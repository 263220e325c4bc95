package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.endpoint.Plan.ExpectedSeconds;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.judge.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a rollout's traffic bakes, and whether that is long enough for an alarm to fire. */
public final class Bakes {

  private static final int METRIC_DELAY_SECONDS = Math.toIntExact(Look.METRIC_DELAY.toSeconds());

  /**
   * How long requests may still be under way on an endpoint that predictions have left: a response
   * may stream for eight minutes, and proxies follow a route within seconds.
   */
  public static final Duration DRAIN = Duration.ofMinutes(10);

  /** MaximumExecutionTimeoutInSeconds is at most this (API reference, RollingUpdatePolicy). */
  static final int LONGEST_TIMEOUT_SECONDS = 28_800;

  private Bakes() {}

  /** Whether Slipway bakes an update itself: SageMaker has no guardrails for it. */
  static boolean ours(@Nullable ReleaseSpec before, ReleaseSpec wanted) {
    return before != null && (wanted.hosting().serverless() != null || before.otherKind(wanted));
  }

  /** How long all bakes of a release's policy take together, where Slipway bakes it itself. */
  public static Duration own(ReleaseSpec wanted) {
    return Duration.ofSeconds(ownSeconds(wanted));
  }

  static int ownSeconds(ReleaseSpec wanted) {
    return seconds(wanted.rollout(), Math.max(1, wanted.hosting().count()));
  }

  /** The seconds of all bakes of a policy together, on a fleet of this many instances. */
  static int seconds(RolloutPolicy policy, int instances) {
    return switch (policy.strategy()) {
      case ALL_AT_ONCE -> policy.terminationWaitSeconds();
      case CANARY -> policy.waitIntervalSeconds() + policy.terminationWaitSeconds();
      case LINEAR ->
          (FleetShares.parts(policy.linearStep(), 10, instances) - 1) * policy.waitIntervalSeconds()
              + policy.terminationWaitSeconds();
      case ROLLING ->
          FleetShares.parts(policy.maximumBatchSize(), 5, instances) * policy.waitIntervalSeconds();
    };
  }

  /**
   * How many times an update brings instances up and takes others down, one time after the other:
   * more than once only where a fleet is replaced in batches.
   */
  public static int batches(RolloutPolicy policy, int instances) {
    return switch (policy.strategy()) {
      case ALL_AT_ONCE, CANARY, LINEAR -> 1;
      case ROLLING -> FleetShares.parts(policy.maximumBatchSize(), 5, instances);
    };
  }

  /**
   * The remark on a time limit into which the waits fit, but not the waits together with the time
   * that AWS is expected to take: SageMaker would then go back from a good release.
   */
  static Optional<Remark> outlasted(ReleaseSpec wanted, ExpectedSeconds expected) {
    int limit = wanted.rollout().maximumExecutionTimeoutSeconds();
    if (wanted.hosting().serverless() != null || expected.total() <= limit) {
      return Optional.empty();
    }
    boolean fits = expected.total() < LONGEST_TIMEOUT_SECONDS;
    return Optional.of(
        new Remark(
            Severity.WARNING,
            "timeout-shorter-than-expected",
            "The update is expected to take "
                + expected.total()
                + " s, "
                + expected.provisioning()
                + " s of it until instances are up and others down, and SageMaker gives it up after"
                + " "
                + limit
                + " s: a good release would be rolled back.",
            fits
                ? "Set rollout.maximum_execution_timeout_seconds to more than "
                    + expected.total()
                    + ", with some to spare."
                : "SageMaker waits no longer than "
                    + LONGEST_TIMEOUT_SECONDS
                    + " s: use fewer steps or larger batches, or shorten the waits."));
  }

  /** Refuses a time limit that the waits outlast: SageMaker would always go back. */
  static void checkTimeout(RolloutPolicy policy, int instances) {
    int waits = seconds(policy, instances);
    if (policy.maximumExecutionTimeoutSeconds() > waits) return;
    throw Refused.field(
        "timeout-shorter-than-waits",
        "/rollout/maximum_execution_timeout_seconds",
        "The timeout of "
            + policy.maximumExecutionTimeoutSeconds()
            + " s is not longer than the waits together ("
            + waits
            + " s): every update would be rolled back. Raise it or shorten the waits.");
  }

  /**
   * The remark on an alarm that cannot fire within the bake: it protects nothing, whatever the
   * other alarm can see.
   *
   * @param bake how long the alarms are watched, in seconds
   */
  static Optional<Remark> tooShort(ReleaseSpec wanted, int bake) {
    int errors = AlarmSight.errorPeriodsSeconds(wanted.alarms()) + METRIC_DELAY_SECONDS;
    int latency = AlarmSight.LATENCY_PERIODS_SECONDS + METRIC_DELAY_SECONDS;
    int needed = Math.max(errors, latency);
    if (bake >= needed) return Optional.empty();
    List<String> blind = new ArrayList<>();
    if (bake < errors) blind.add("the error alarm needs " + errors + " s");
    if (bake < latency) blind.add("the latency alarm needs " + latency + " s");
    String sentence =
        "The traffic bakes for "
            + bake
            + " s, but "
            + String.join(" and ", blind)
            + " to fire (periods and CloudWatch's delay): "
            + (bake < errors ? "a bad release would pass." : "a slow release would pass.");
    return switch (wanted.alarms().preset()) {
      case ARTICLE ->
          Optional.of(
              new Remark(
                  Severity.WARNING, "bake-shorter-than-alarm", sentence, proposal(wanted, needed)));
      case GUARDED ->
          throw Refused.field(
              "bake-shorter-than-alarm",
              "/rollout/termination_wait_seconds",
              sentence + " Bake for at least " + needed + " s.");
    };
  }

  private static String proposal(ReleaseSpec wanted, int needed) {
    return switch (wanted.rollout().strategy()) {
      case ROLLING -> "Raise rollout.wait_interval_seconds.";
      case ALL_AT_ONCE, CANARY, LINEAR ->
          "Set rollout.termination_wait_seconds to at least "
              + needed
              + " with ALL_AT_ONCE, or raise rollout.wait_interval_seconds.";
    };
  }
}
