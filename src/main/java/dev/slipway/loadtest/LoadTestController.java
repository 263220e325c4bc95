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

/** Load tests over HTTP. */
@RestController
@RequestMapping("/v1/endpoints/{endpoint}/load-tests")
class LoadTestController {

  private static final String POLL_SECONDS = "5";

  private final Endpoints endpoints;
  private final LoadTests tests;
  private final AskForLoadTest ask;

  LoadTestController(Endpoints endpoints, LoadTests tests, AskForLoadTest ask) {
    this.endpoints = endpoints;
    this.tests = tests;
    this.ask = ask;
  }

  record CancelRequest(@NotBlank @Size(max = 1000) String reason) {}

  @PostMapping
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  @Idempotent
  ResponseEntity<?> begin(
      @PathVariable String endpoint,
      @Valid @RequestBody LoadTestInput input,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    Endpoint found = endpoints.named(endpoint);
    return dryRun
        ? ResponseEntity.ok(ask.plan(found, input))
        : accepted(ask.begin(found, input, caller.name()));
  }

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  Page<LoadTestAnswer> list(@PathVariable String endpoint, PageRequest page) {
    Endpoint found = endpoints.named(endpoint);
    return page.page(tests.list(found.id(), page.afterId(), page.limit()), LoadTest::id)
        .map(LoadTestAnswer::of);
  }

  @GetMapping("/{id}")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  LoadTestAnswer get(@PathVariable String endpoint, @PathVariable UUID id) {
    return LoadTestAnswer.of(tests.of(endpoints.named(endpoint).id(), id));
  }

  @PostMapping("/{id}/cancel")
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  @Idempotent
  ResponseEntity<LoadTestAnswer> cancel(
      @PathVariable String endpoint,
      @PathVariable UUID id,
      @Valid @RequestBody CancelRequest request,
      @AuthenticationPrincipal Principal caller) {
    return accepted(ask.cancel(endpoints.named(endpoint), id, request.reason(), caller.name()));
  }

  private static ResponseEntity<LoadTestAnswer> accepted(LoadTest test) {
    return ResponseEntity.accepted()
        .location(URI.create("/v1/endpoints/" + test.endpoint() + "/load-tests/" + test.id()))
        .header(HttpHeaders.RETRY_AFTER, POLL_SECONDS)
        .body(LoadTestAnswer.of(test));
  }
}
