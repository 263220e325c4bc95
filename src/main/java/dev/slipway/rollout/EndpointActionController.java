package dev.slipway.rollout;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.rollout.StartDeployment.Asked;
import dev.slipway.web.Accepted;
import dev.slipway.web.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rollbacks and retirements over HTTP: they concern an endpoint as a whole. */
@RestController
@RequestMapping("/v1/endpoints/{endpoint}")
class EndpointActionController {

  private final Endpoints endpoints;
  private final StartRollback rollback;
  private final StartDeployment start;
  private final DeploymentAnswers answers;

  EndpointActionController(
      Endpoints endpoints,
      StartRollback rollback,
      StartDeployment start,
      DeploymentAnswers answers) {
    this.endpoints = endpoints;
    this.rollback = rollback;
    this.start = start;
    this.answers = answers;
  }

  record RollbackRequest(
      @Nullable @Min(1) Integer release,
      @Nullable @Min(1) Integer expectedRelease,
      @NotBlank @Size(max = 1000) String reason,
      @Nullable String planHash) {

    StartRollback.Wish wish() {
      return new StartRollback.Wish(release, expectedRelease, planHash);
    }
  }

  record RetirementRequest(@NotBlank @Size(max = 1000) String reason, @Nullable String planHash) {}

  @PostMapping("/rollbacks")
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  @Idempotent
  ResponseEntity<?> rollBack(
      @PathVariable String endpoint,
      @Valid @RequestBody RollbackRequest request,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    Endpoint found = endpoints.named(endpoint);
    if (dryRun) return ResponseEntity.ok(rollback.plan(found, request.wish()));
    return accepted(
        rollback.start(found, request.wish(), new Asked(caller.name(), request.reason())));
  }

  @PostMapping("/retirements")
  @Needs(value = Role.ADMIN, where = Where.OF_ENDPOINT)
  @Idempotent
  ResponseEntity<?> retire(
      @PathVariable String endpoint,
      @Valid @RequestBody RetirementRequest request,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    Endpoint found = endpoints.named(endpoint);
    if (dryRun) return ResponseEntity.ok(start.planRetirement(found, request.planHash()));
    return accepted(
        start.retire(found, new Asked(caller.name(), request.reason()), request.planHash()));
  }

  private ResponseEntity<?> accepted(Deployment deployment) {
    return Accepted.at("/v1/deployments/" + deployment.id()).body(answers.of(deployment));
  }
}
