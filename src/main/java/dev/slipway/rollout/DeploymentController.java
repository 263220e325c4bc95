package dev.slipway.rollout;

import dev.slipway.base.Failure.Invalid;
import dev.slipway.base.Page;
import dev.slipway.web.PageRequest;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Deployments, as the API shows them. */
@RestController
@RequestMapping("/v1/deployments")
class DeploymentController {

  private final Deployments deployments;
  private final DeploymentAnswers answers;
  private final FleetMetrics fleetMetrics;

  DeploymentController(
      Deployments deployments, DeploymentAnswers answers, FleetMetrics fleetMetrics) {
    this.deployments = deployments;
    this.answers = answers;
    this.fleetMetrics = fleetMetrics;
  }

  @GetMapping
  Page<DeploymentAnswers.Answer> list(
      @RequestParam(required = false) @Nullable String endpoint,
      @RequestParam(required = false) @Nullable String state,
      PageRequest page) {
    return page.page(
            deployments.list(endpoint, state(state), page.afterId(), page.limit()), Deployment::id)
        .map(answers::of);
  }

  @GetMapping("/{id}")
  DeploymentAnswers.Answer get(@PathVariable UUID id) {
    return answers.of(deployments.withId(id));
  }

  /** Both fleets of a deployment by CloudWatch's figures, over the last five minutes. */
  @GetMapping("/{id}/fleets")
  FleetMetrics.Answer fleets(@PathVariable UUID id) {
    return fleetMetrics.of(deployments.withId(id));
  }

  private static @Nullable DeploymentState state(@Nullable String name) {
    if (name == null) return null;
    return Arrays.stream(DeploymentState.values())
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Invalid.field(
                "state", "state is one of " + Arrays.toString(DeploymentState.values()) + "."));
  }
}
