package dev.slipway.rollout;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The steps by name. */
@Component
class Steps {

  private final Map<StepName, Step> byName = new EnumMap<>(StepName.class);

  Steps(List<Step> steps) {
    for (Step step : steps) byName.put(step.name(), step);
  }

  Step named(StepName name) {
    return Objects.requireNonNull(byName.get(name), () -> "no step " + name);
  }
}
