package dev.slipway.handover;

import dev.slipway.access.InEnvironments;
import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.PlanClaim;
import dev.slipway.endpoint.Settings;
import dev.slipway.handover.ImportEndpoint.Found;
import dev.slipway.handover.ImportEndpoint.Request;
import dev.slipway.rollout.Deployment;
import dev.slipway.rollout.DeploymentAnswers;
import dev.slipway.rollout.StartDeployment;
import dev.slipway.rollout.StartDeployment.Asked;
import dev.slipway.web.Accepted;
import dev.slipway.web.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints that were made elsewhere, over HTTP: imported first, claimed then. */
@RestController
class ImportController {

  private final ImportEndpoint importEndpoint;
  private final Endpoints endpoints;
  private final PlanClaim planClaim;
  private final StartDeployment start;
  private final DeploymentAnswers answers;

  ImportController(
      ImportEndpoint importEndpoint,
      Endpoints endpoints,
      PlanClaim planClaim,
      StartDeployment start,
      DeploymentAnswers answers) {
    this.importEndpoint = importEndpoint;
    this.endpoints = endpoints;
    this.planClaim = planClaim;
    this.start = start;
    this.answers = answers;
  }

  record ImportRequest(
      @NotBlank String environment,
      @NotBlank String model,
      @NotBlank String version,
      @NotBlank @Size(max = 63) String physicalName)
      implements InEnvironments {

    @Override
    public List<String> environments() {
      return List.of(environment);
    }

    Request request() {
      return new Request(environment, model, version, physicalName);
    }
  }

  record ImportAnswer(
      String endpoint,
      String physicalName,
      String modelVersion,
      Settings overrides,
      boolean claimed,
      Plan plan) {}

  record ClaimRequest(@NotBlank @Size(max = 1000) String reason, @Nullable String planHash) {}

  @PostMapping("/v1/endpoint-imports")
  @Needs(value = Role.DEPLOYER, where = Where.IN_BODY)
  @Idempotent
  ResponseEntity<ImportAnswer> importEndpoint(
      @Valid @RequestBody ImportRequest wanted,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    Found found = importEndpoint.plan(wanted.request());
    if (dryRun) return ResponseEntity.ok(answer(found));
    Endpoint endpoint = importEndpoint.store(wanted.request(), found, caller);
    return ResponseEntity.created(URI.create("/v1/endpoints/" + endpoint.name()))
        .body(answer(found));
  }

  private static ImportAnswer answer(Found found) {
    Endpoint endpoint = found.adopted().endpoint();
    return new ImportAnswer(
        endpoint.name(),
        endpoint.physicalName(),
        found.version().name(),
        endpoint.overrides(),
        false,
        found.adopted().plan());
  }

  @PostMapping("/v1/endpoints/{endpoint}/claims")
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  @Idempotent
  ResponseEntity<?> claim(
      @PathVariable String endpoint,
      @Valid @RequestBody ClaimRequest request,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    Endpoint found = endpoints.named(endpoint);
    Plan plan = planClaim.plan(found);
    plan.requireAgreed(request.planHash());
    start.requireFree(found);
    if (dryRun) return ResponseEntity.ok(plan);
    Deployment deployment = start.claim(found, plan, new Asked(caller.name(), request.reason()));
    return Accepted.at("/v1/deployments/" + deployment.id()).body(answers.of(deployment));
  }
}
