package dev.slipway.loadtest;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.web.Idempotent;
import dev.slipway.web.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Inference Recommender jobs over HTTP. */
@RestController
@RequestMapping("/v1/endpoints/{endpoint}/recommender-jobs")
class RecommenderController {

  private static final String POLL_SECONDS = "30";

  private final Endpoints endpoints;
  private final RecommenderJobs jobs;
  private final AskForRecommendation ask;

  RecommenderController(Endpoints endpoints, RecommenderJobs jobs, AskForRecommendation ask) {
    this.endpoints = endpoints;
    this.jobs = jobs;
    this.ask = ask;
  }

  record CancelRequest(@NotBlank @Size(max = 1000) String reason) {}

  @PostMapping
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  @Idempotent
  ResponseEntity<?> begin(
      @PathVariable String endpoint,
      @Valid @RequestBody RecommenderInput input,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    Endpoint found = endpoints.named(endpoint);
    return dryRun
        ? ResponseEntity.ok(ask.plan(found, input))
        : accepted(ask.begin(found, input, caller.name()));
  }

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  Page<RecommenderAnswer> list(@PathVariable String endpoint, PageRequest page) {
    Endpoint found = endpoints.named(endpoint);
    return page.page(jobs.list(found.id(), page.afterId(), page.limit()), RecommenderJob::id)
        .map(RecommenderAnswer::of);
  }

  @GetMapping("/{id}")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  RecommenderAnswer get(@PathVariable String endpoint, @PathVariable UUID id) {
    return RecommenderAnswer.of(jobs.of(endpoints.named(endpoint).id(), id));
  }

  @PostMapping("/{id}/cancel")
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  @Idempotent
  ResponseEntity<RecommenderAnswer> cancel(
      @PathVariable String endpoint,
      @PathVariable UUID id,
      @Valid @RequestBody CancelRequest request,
      @AuthenticationPrincipal Principal caller) {
    return accepted(ask.cancel(endpoints.named(endpoint), id, request.reason(), caller.name()));
  }

  private static ResponseEntity<RecommenderAnswer> accepted(RecommenderJob job) {
    return ResponseEntity.accepted()
        .location(URI.create("/v1/endpoints/" + job.endpoint() + "/recommender-jobs/" + job.id()))
        .header(HttpHeaders.RETRY_AFTER, POLL_SECONDS)
        .body(RecommenderAnswer.of(job));
  }
}
