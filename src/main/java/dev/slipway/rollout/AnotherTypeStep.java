package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Unavailable;
import dev.slipway.endpoint.AskAws;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.ResolveCandidate;
import dev.slipway.environment.Environments;
import java.time.Duration;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Plans the next attempt, on the next instance type: AWS had no capacity, and all that this attempt
 * made is taken back. Nothing is changed here. The deployment that follows makes the attempt.
 */
@Component
class AnotherTypeStep implements Step {

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final Planning planning;
  private final Environments environments;

  AnotherTypeStep(Planning planning, Environments environments) {
    this.planning = planning;
    this.environments = environments;
  }

  @Override
  public StepName name() {
    return StepName.ANOTHER_TYPE;
  }

  @Override
  public Outcome advance(StepContext context) {
    throw new IllegalStateException("another type is only tried once an attempt is taken back");
  }

  @Override
  public Outcome undo(StepContext context) {
    Abort abort = context.deployment().abort();
    if (abort != null) {
      return new Outcome.Done("No other type is tried: " + abort.sentence(), context.memory());
    }
    Shortage shortage = Objects.requireNonNull(context.memory().shortage());
    if (!shortage.more()) {
      return new Outcome.Done("No other type is left to be tried.", context.memory());
    }
    Duration left = shortage.pause().minus(context.inStep());
    if (left.isPositive()) {
      return new Outcome.Waiting(
          left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN,
          "AWS to have capacity again; " + shortage.next() + " is tried after a pause",
          null);
    }
    try {
      return planned(context, shortage);
    } catch (Unavailable later) {
      return new Outcome.Unanswered(later.detail(), AskAws.asked(later));
    } catch (Refused refusal) {
      return new Outcome.Changed(
          shortage.next() + " cannot be tried: " + refusal.detail(),
          context.memory().with(shortage.tried()));
    }
  }

  private Outcome planned(StepContext context, Shortage shortage) {
    Candidate candidate =
        ResolveCandidate.onInstancesOf(
            context.endpoint(),
            context.target(),
            environments.byId(context.endpoint().environmentId()),
            shortage.next());
    Plan plan = planning.plan(context.onTheOld().endpoint(), candidate);
    return plan.noChanges()
        ? new Outcome.Done(
            "What serves is the same on " + shortage.next() + " already.", context.memory())
        : new Outcome.Retrying(plan, candidate, shortage.after(context.deployment().id()));
  }
}
