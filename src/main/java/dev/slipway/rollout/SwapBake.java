package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Bakes;
import dev.slipway.endpoint.LostEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bakes an endpoint that has taken another one's place. The old endpoint stands meanwhile, so that
 * predictions can go back to it at once when anything speaks against the new one. The bake ends
 * when the policy's waits are over and nobody asks the old endpoint any more.
 */
final class SwapBake {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  private SwapBake() {}

  static Outcome advance(StepContext context) {
    Swap swap = Objects.requireNonNull(context.swap());
    Instant since = Objects.requireNonNull(swap.switchedAt());
    Optional<LiveEndpoint> found = context.cloud().sageMaker().findEndpoint(swap.to());
    if (found.isEmpty()) {
      return back(context, LostEndpoint.CODE, LostEndpoint.sentence(swap.to()), null);
    }
    LiveEndpoint live = found.get();
    Sight sight = Fleets.seen(context, live);
    Abort abort = context.deployment().abort();
    if (abort != null) return back(context, abort.cause().code(), abort.sentence(), sight);
    if (!live.status().serves()) {
      return back(
          context,
          "endpoint-failed",
          "The new endpoint is " + live.rawStatus() + ": " + Diagnosing.failure(context, live),
          sight);
    }
    if (!live.endpointConfigName().equals(context.made().endpointConfigName())) {
      return TruthCheck.wentElsewhere(context, live, sight);
    }
    WatchedAlarms alarms = WatchedAlarms.look(context);
    Optional<String> fired = alarms.firedSince(since);
    if (fired.isPresent()) return back(context, Blame.ALARM_FIRED, fired.get(), sight);
    Optional<Outcome> putBack = alarms.putBack();
    if (putBack.isPresent()) return putBack.get();
    Optional<String> unevaluated = alarms.unevaluated();
    if (unevaluated.isPresent()) {
      return new Outcome.Waiting(
          LOOK_AGAIN, "CloudWatch to evaluate the alarm " + unevaluated.get() + " once", sight);
    }
    Duration bake = bake(context);
    if (context.now().isBefore(since.plus(bake))) {
      return new Outcome.Waiting(
          LOOK_AGAIN,
          "Baking for " + bake.toSeconds() + " seconds; the old endpoint stands meanwhile",
          sight);
    }
    return Drain.waiting(context, swap.from(), since, sight)
        .orElseGet(() ->
            new Outcome.Done(
                "Baked for "
                    + Duration.between(since, context.now()).toSeconds()
                    + " s without an alarm, and nobody asks "
                    + swap.from()
                    + " any more.",
                context.memory(),
                List.of(),
                sight));
  }

  /**
   * How long this bake lasts. A rollback waits only for the last requests on the other endpoint.
   */
  private static Duration bake(StepContext context) {
    return context.deployment().kind() == DeploymentKind.PROMOTE
        ? Bakes.own(context.spec())
        : Duration.ZERO;
  }

  /** Sends predictions to the old endpoint again, once a look shows that it serves. */
  private static Outcome back(
      StepContext context, String code, String reason, @Nullable Sight sight) {
    Swap swap = Objects.requireNonNull(context.swap());
    boolean stands =
        context
            .cloud()
            .sageMaker()
            .findEndpoint(swap.from())
            .filter(old -> old.status().serves())
            .filter(old -> old.endpointConfigName().equals(swap.fromConfig()))
            .isPresent();
    if (stands) {
      return new Outcome.WentBack(
          code, reason + " Predictions go to " + swap.from() + " again.", sight);
    }
    return new Outcome.Stuck(
        "cannot-go-back",
        "The release is to be taken back ("
            + reason
            + "), and "
            + swap.from()
            + ", which served before, does not serve "
            + swap.fromConfig()
            + " any more.",
        sight);
  }
}
