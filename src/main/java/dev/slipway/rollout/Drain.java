package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Metrics;
import dev.slipway.endpoint.Bakes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits until nobody asks a SageMaker endpoint any more after another endpoint has taken its place.
 * Requests that were under way end (a response may stream for eight minutes). Proxies that could
 * not read their routes read them again. Callers who do not use the proxy are seen in CloudWatch
 * and waited for.
 */
final class Drain {

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  /** For how long no calls must be seen. CloudWatch shows a minute only some minutes later. */
  private static final Duration QUIET = Duration.ofMinutes(5);

  /**
   * How long callers who do not follow are waited for; as long again once a person has resumed the
   * deployment.
   */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private Drain() {}

  /** What is still to be waited for; empty when the endpoint may go. */
  static Optional<Outcome> waiting(
      StepContext context, String physicalName, Instant since, @Nullable Sight sight) {
    Optional<Outcome> under = underWay(context, physicalName, since, sight);
    if (under.isPresent()) return under;
    long asked = asked(context, physicalName);
    if (asked == 0) return Optional.empty();
    String who =
        asked
            + " requests in the last "
            + QUIET.toMinutes()
            + " minutes asked "
            + physicalName
            + ", not through Slipway's proxy";
    return Optional.of(
        context.now().isBefore(since.plus(PATIENCE)) || context.inStep().compareTo(PATIENCE) < 0
            ? new Outcome.Waiting(LOOK_AGAIN, "callers to follow: " + who, sight)
            : new Outcome.Stuck(
                "old-endpoint-still-called",
                who
                    + ". Let the callers use the proxy or the new name, then resume the deployment;"
                    + " or resume and cancel it, and predictions go back.",
                sight));
  }

  /**
   * Waits only for requests that are under way, since only the proxy knows this endpoint's name.
   */
  static Optional<Outcome> underWay(
      StepContext context, String physicalName, Instant since, @Nullable Sight sight) {
    Duration left = Duration.between(context.now(), since.plus(Bakes.DRAIN));
    if (left.isNegative() || left.isZero()) return Optional.empty();
    return Optional.of(
        new Outcome.Waiting(
            left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN,
            "the last requests on " + physicalName + " to end",
            sight));
  }

  private static long asked(StepContext context, String physicalName) {
    Instant until = context.now().truncatedTo(ChronoUnit.MINUTES);
    MetricQuery query =
        new MetricQuery(
            "invocations",
            FleetMetrics.NAMESPACE,
            "Invocations",
            Map.of("EndpointName", physicalName, "VariantName", context.endpoint().variant()),
            "Sum",
            FleetMetrics.PERIOD_SECONDS);
    try {
      Map<String, List<Metrics.Point>> points =
          context.cloud().metrics().read(List.of(query), until.minus(QUIET), until);
      double sum = 0;
      for (Metrics.Point point : points.getOrDefault("invocations", List.of())) {
        sum += point.value();
      }
      return Math.round(sum);
    } catch (CloudFailure failure) {
      if (failure.passing() || failure.until().isPresent()) throw failure;
      return 0;
    }
  }
}
