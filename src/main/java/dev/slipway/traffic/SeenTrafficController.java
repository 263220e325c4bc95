package dev.slipway.traffic;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.web.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Mirrored and captured traffic over HTTP. Captures hold what people send, so few callers may read
 * them.
 */
@RestController
class SeenTrafficController {

  private final Endpoints endpoints;
  private final RulesOfEndpoints rules;
  private final MirrorReports reports;
  private final ResetMirrorReport reset;
  private final Captures captures;
  private final DeleteCaptures delete;

  SeenTrafficController(
      Endpoints endpoints,
      RulesOfEndpoints rules,
      MirrorReports reports,
      ResetMirrorReport reset,
      Captures captures,
      DeleteCaptures delete) {
    this.endpoints = endpoints;
    this.rules = rules;
    this.reports = reports;
    this.reset = reset;
    this.captures = captures;
    this.delete = delete;
  }

  @GetMapping("/v1/endpoints/{endpoint}/mirror-report")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  MirrorReport report(@PathVariable String endpoint) {
    Endpoint found = endpoints.named(endpoint);
    return reports.of(found, rules.of(found.id()).rules().mirror());
  }

  @DeleteMapping("/v1/endpoints/{endpoint}/mirror-report")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  void resetReport(@PathVariable String endpoint, @AuthenticationPrincipal Principal caller) {
    reset.reset(endpoint, caller);
  }

  @GetMapping("/v1/endpoints/{endpoint}/captures")
  @Needs(value = Role.ADMIN, where = Where.OF_ENDPOINT)
  Page<Captures.Capture> captures(
      @PathVariable String endpoint,
      @RequestParam(required = false) @Nullable String release,
      PageRequest page) {
    return captures.list(endpoints.named(endpoint), release, page);
  }

  @DeleteMapping("/v1/endpoints/{endpoint}/captures")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Needs(value = Role.ADMIN, where = Where.OF_ENDPOINT)
  void deleteCaptures(@PathVariable String endpoint, @AuthenticationPrincipal Principal caller) {
    delete.delete(endpoint, caller);
  }
}
