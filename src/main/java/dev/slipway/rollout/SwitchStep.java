package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.LostEndpoint;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Sends predictions to the SageMaker endpoint that was made to take the serving one's place. It
 * looks at that endpoint once more before. Nothing in AWS changes by the switch: the stable name's
 * route is on record, and proxies follow the record within two seconds. The paging alarms follow
 * too.
 */
@Component
class SwitchStep implements Step {

  @Override
  public StepName name() {
    return StepName.SWITCH;
  }

  @Override
  public Outcome advance(StepContext context) {
    Swap swap = Objects.requireNonNull(context.swap());
    if (swap.switched()) {
      return AlarmsStep.follow(context);
    }
    if (context.deployment().abort() != null) {
      return new Outcome.CalledOff(context.deployment().abort().sentence());
    }
    Optional<LiveEndpoint> found = context.cloud().sageMaker().findEndpoint(swap.to());
    if (found.isEmpty())
      return new Outcome.Impossible(LostEndpoint.CODE, LostEndpoint.sentence(swap.to()));
    LiveEndpoint live = found.get();
    String config = Objects.requireNonNull(context.made().endpointConfigName());
    if (!live.status().serves() || !live.endpointConfigName().equals(config)) {
      return new Outcome.Impossible(
          "endpoint-changed-elsewhere",
          "The new endpoint "
              + swap.to()
              + " is "
              + live.rawStatus()
              + " with "
              + live.endpointConfigName()
              + ": predictions stay where they are.");
    }
    return new Outcome.Changed(
        "Predictions go to " + swap.to() + " now, in place of " + swap.from() + ".",
        context.memory().swapping(swap.switchedAt(context.now())));
  }

  /** Lets the paging alarms watch the endpoint that serves again. */
  @Override
  public Outcome undo(StepContext context) {
    return AlarmsStep.restorePaging(context.onTheOld()).orElseGet(() -> Step.super.undo(context));
  }
}
