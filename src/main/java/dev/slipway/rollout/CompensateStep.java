package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Unavailable;
import dev.slipway.endpoint.AskAws;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Release;
import org.springframework.stereotype.Component;

/**
 * Plans the way back from a release that serves and was to be undone. It leads to the release that
 * served when the deployment was asked for. Nothing is changed here. The deployment that follows
 * goes back.
 */
@Component
class CompensateStep implements Step {

  private final Planning planning;

  CompensateStep(Planning planning) {
    this.planning = planning;
  }

  @Override
  public StepName name() {
    return StepName.COMPENSATE;
  }

  @Override
  public Outcome advance(StepContext context) {
    Release before = context.previous();
    if (before == null) {
      return new Outcome.Impossible(
          "nothing-to-roll-back", "No release served before this one. Retire the endpoint.");
    }
    try {
      return new Outcome.Compensating(
          planning.planRollback(context.endpoint(), before, true), before);
    } catch (Unavailable later) {
      return new Outcome.Unanswered(later.detail(), AskAws.asked(later));
    } catch (Refused refusal) {
      return new Outcome.Impossible(refusal.code(), refusal.detail());
    }
  }
}
