package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Puts the release's tags on the endpoint. SageMaker tags a new configuration as it is told to, but
 * leaves the endpoint's tags as they were. Tags that the release does not name stay.
 */
@Component
class MarkStep implements Step {

  @Override
  public StepName name() {
    return StepName.MARK;
  }

  @Override
  public Outcome advance(StepContext context) {
    SageMaker sageMaker = context.cloud().sageMaker();
    Optional<LiveEndpoint> live = sageMaker.findEndpoint(context.endpoint().physicalName());
    if (live.isEmpty()) return Lost.stuck(context.endpoint().physicalName());
    Map<String, String> tags = sageMaker.tags(live.get().arn());
    if (!context.ours(tags)) {
      return new Outcome.Done(
          "Left the endpoint's tags alone: it no longer carries Slipway's mark.", context.memory());
    }
    Map<String, String> missing = new TreeMap<>(context.tags());
    missing.entrySet().removeIf(tag -> tag.getValue().equals(tags.get(tag.getKey())));
    if (missing.isEmpty()) {
      return new Outcome.Done("The endpoint carries the release's tags.", context.memory());
    }
    sageMaker.tag(live.get().arn(), missing);
    return new Outcome.Changed(
        "Put the tags " + String.join(", ", missing.keySet()) + " on the endpoint.",
        context.memory());
  }
}
