package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.EndpointUpdate;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Bakes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Bakes a serverless release, since SageMaker has no guardrails for serverless: the release serves
 * all traffic at once, and Slipway watches its rollback alarms for as long as the policy's waits
 * take together. When an alarm fires, Slipway goes back itself, by an update to the configuration
 * that served before. All other releases were baked by SageMaker while AWAIT watched. A swap is
 * baked by {@link SwapBake}.
 */
@Component
class BakeStep implements Step {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  @Override
  public StepName name() {
    return StepName.BAKE;
  }

  @Override
  public Outcome advance(StepContext context) {
    if (context.swap() != null) return SwapBake.advance(context);
    if (context.guarded() || context.previous() == null) {
      return new Outcome.Done("Nothing is left to bake.", context.memory());
    }
    Optional<LiveEndpoint> found =
        context.cloud().sageMaker().findEndpoint(context.endpoint().physicalName());
    if (found.isEmpty()) {
      return Lost.stuck(context.endpoint().physicalName());
    }
    LiveEndpoint live = found.get();
    if (context.deployment().state() == DeploymentState.ROLLING_BACK) return goBack(context, live);
    Sight sight = Fleets.seen(context, live);
    String config = Objects.requireNonNull(context.made().endpointConfigName());
    if (!live.endpointConfigName().equals(config)) {
      return TruthCheck.wentElsewhere(context, live, sight);
    }
    Optional<Outcome> belied = TruthCheck.belied(context, found, sight);
    if (belied.isPresent()) return belied.get();
    // On the way back no error alarm is attached: there is nothing to watch.
    boolean forward = context.deployment().kind() == DeploymentKind.PROMOTE;
    Duration bake = forward ? Bakes.own(context.spec()) : Duration.ZERO;
    boolean over = context.inStep().compareTo(bake) >= 0;
    // At the end an alarm counts too that fired while the update ended, or while the deployment
    // waited for a person.
    Instant since = over ? context.deployment().createdAt() : context.now().minus(context.inStep());
    WatchedAlarms alarms = WatchedAlarms.look(context);
    Optional<String> fired = alarms.firedSince(since);
    if (fired.isPresent()) {
      return new Outcome.GoingBack(Blame.ALARM_FIRED, fired.get(), Duration.ZERO, sight);
    }
    Optional<Outcome> putBack = alarms.putBack();
    if (putBack.isPresent()) return putBack.get();
    Optional<String> unevaluated = alarms.unevaluated();
    if (over && unevaluated.isPresent()) {
      return new Outcome.Waiting(
          LOOK_AGAIN, "CloudWatch to evaluate the alarm " + unevaluated.get() + " once", sight);
    }
    if (over) {
      return new Outcome.Done(
          "Baked for " + bake.toSeconds() + " s without an alarm.",
          context.memory(),
          List.of(),
          sight);
    }
    return new Outcome.Waiting(
        LOOK_AGAIN,
        "Slipway's own bake (Baking for " + bake.toSeconds() + " seconds with all traffic)",
        sight);
  }

  private static Outcome goBack(StepContext context, LiveEndpoint live) {
    Sight sight = Fleets.seen(context, live);
    String code = Objects.requireNonNull(context.deployment().progress().reasonCode());
    String reason = context.deployment().progress().why();
    Pace pace = context.memory().pace();
    if (live.status().moving()) {
      Instant fired = context.deployment().progress().since();
      Duration taken =
          pace.backFrom() == null ? Duration.between(fired, context.now()) : context.inStep();
      Duration deadline = AwaitStep.deadline(context.spec().rollout(), context.spec().hosting(), 1);
      return AwaitStep.overdue(live, taken, deadline, sight)
          .orElseGet(() -> new Outcome.GoingBack(code, reason, LOOK_AGAIN, sight));
    }
    Memory.Before before = context.memory().before();
    if (before == null || live.status() != EndpointStatus.IN_SERVICE) {
      return new Outcome.Stuck(
          "cannot-go-back",
          "The release is bad (" + reason + "), and the endpoint is " + live.rawStatus() + ".",
          sight);
    }
    // The configuration that ran before the update may be somebody else's and not that of the
    // release on record.
    if (!live.endpointConfigName().equals(context.made().endpointConfigName())) {
      return TruthCheck.wentElsewhere(context, live, sight);
    }
    if (pace.backFrom() != null && !pace.backFrom().equals(live.lastModifiedAt())) {
      return new Outcome.Stuck(
          "cannot-go-back",
          "The release is bad ("
              + reason
              + "), and serves all the same: SageMaker was asked for "
              + before.endpointConfigName()
              + " and did not go back to it"
              + (live.failureReason() == null ? "." : ": " + Diagnosing.failure(context, live)),
          sight);
    }
    if (!context.ours(context.cloud().sageMaker().tags(live.arn()))) {
      return new Outcome.Stuck(
          "endpoint-not-ours",
          "The release is bad ("
              + reason
              + "), but the endpoint no longer carries Slipway's mark, so it is left as it is.",
          sight);
    }
    context
        .cloud()
        .sageMaker()
        .updateEndpoint(
            new EndpointUpdate(live.name(), before.endpointConfigName(), null, List.of(), false));
    return new Outcome.Changed(
        "Asked SageMaker to go back to " + before.endpointConfigName() + ".",
        context.memory().with(pace.askedBack(live.lastModifiedAt(), context.now())));
  }
}
