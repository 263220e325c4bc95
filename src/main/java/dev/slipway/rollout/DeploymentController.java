package dev.slipway.rollout;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.rollout.StartDeployment.Asked;
import dev.slipway.web.Accepted;
import dev.slipway.web.Idempotent;
import dev.slipway.web.PageRequest;
import dev.slipway.web.StatedChoice;
import dev.slipway.web.StatedTime;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Deployments, as the API shows them. */
@RestController
@RequestMapping("/v1/deployments")
class DeploymentController {

  private final Deployments deployments;
  private final AbortDeployment abort;
  private final DeploymentAnswers answers;
  private final FleetMetrics fleetMetrics;

  DeploymentController(
      Deployments deployments,
      AbortDeployment abort,
      DeploymentAnswers answers,
      FleetMetrics fleetMetrics) {
    this.deployments = deployments;
    this.abort = abort;
    this.answers = answers;
    this.fleetMetrics = fleetMetrics;
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Needs(value = Role.VIEWER, where = Where.NARROWED)
  Page<DeploymentAnswers.Answer> list(
      @RequestParam(required = false) @Nullable String endpoint,
      @RequestParam(required = false) @Nullable String environment,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(name = "created_after", required = false) @Nullable String createdAfter,
      PageRequest page,
      @AuthenticationPrincipal Principal caller) {
    var filter =
        new Deployments.Filter(
            endpoint,
            environment,
            StatedChoice.read("state", state, DeploymentState.values()),
            StatedTime.read("created_after", createdAfter),
            caller.reach(Role.VIEWER));
    Page<Deployment> some =
        page.page(deployments.list(filter, page.afterId(), page.limit()), Deployment::id);
    return new Page<>(answers.of(some.items()), some.nextPageToken());
  }

  @GetMapping("/{id}")
  @Needs(value = Role.VIEWER, where = Where.OF_DEPLOYMENT)
  DeploymentAnswers.Answer get(@PathVariable UUID id) {
    return answers.of(deployments.withId(id));
  }

  /** Both fleets of a deployment by CloudWatch's figures, over the last five minutes. */
  @GetMapping("/{id}/fleets")
  @Needs(value = Role.VIEWER, where = Where.OF_DEPLOYMENT)
  FleetMetrics.Answer fleets(@PathVariable UUID id) {
    return fleetMetrics.of(deployments.withId(id));
  }

  record CancelRequest(
      @NotBlank @Size(max = 1000) String reason, @NotNull DeploymentState expectedState) {}

  record ResumeRequest(@NotBlank @Size(max = 1000) String reason) {}

  /** Undoes a deployment that has not ended. */
  @PostMapping("/{id}/cancel")
  @Needs(value = Role.DEPLOYER, where = Where.OF_DEPLOYMENT)
  @Idempotent
  ResponseEntity<DeploymentAnswers.Answer> cancel(
      @PathVariable UUID id,
      @Valid @RequestBody CancelRequest request,
      @AuthenticationPrincipal Principal caller) {
    return accepted(
        abort.cancel(id, request.expectedState(), new Asked(caller.name(), request.reason())));
  }

  /** Goes on with a deployment that needs attention. */
  @PostMapping("/{id}/resume")
  @Needs(value = Role.DEPLOYER, where = Where.OF_DEPLOYMENT)
  @Idempotent
  ResponseEntity<DeploymentAnswers.Answer> resume(
      @PathVariable UUID id,
      @Valid @RequestBody ResumeRequest request,
      @AuthenticationPrincipal Principal caller) {
    return accepted(abort.resume(id, new Asked(caller.name(), request.reason())));
  }

  private ResponseEntity<DeploymentAnswers.Answer> accepted(Deployment deployment) {
    return Accepted.at("/v1/deployments/" + deployment.id()).body(answers.of(deployment));
  }
}
