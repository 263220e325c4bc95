package dev.slipway.endpoint;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.web.PageRequest;
import dev.slipway.web.StatedChoice;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The results of the looks for drift, over HTTP. */
@RestController
class DriftController {

  private final Endpoints endpoints;
  private final Drifts drifts;

  DriftController(Endpoints endpoints, Drifts drifts) {
    this.endpoints = endpoints;
    this.drifts = drifts;
  }

  record DriftAnswer(
      String endpoint,
      String environment,
      DriftState state,
      List<DifferenceAnswer> differences,
      @Nullable Instant lookedAt,
      @Nullable Instant comparedAt,
      @Nullable Instant nextLookAt,
      @Nullable UUID repairDeployment,
      @Nullable String notRepaired) {}

  record DifferenceAnswer(
      String field,
      @Nullable String expected,
      @Nullable String actual,
      String message,
      Instant since) {}

  @GetMapping("/v1/endpoints/{endpoint}/drift")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  DriftAnswer drift(@PathVariable("endpoint") String name) {
    Endpoint endpoint = endpoints.named(name);
    return answer(
        drifts
            .of(endpoint.id())
            .orElseGet(() ->
                new Drift(
                    endpoint.id(),
                    endpoint.name(),
                    endpoint.environment(),
                    DriftState.UNANSWERED,
                    List.of(),
                    null,
                    null,
                    null,
                    null,
                    null)));
  }

  @GetMapping("/v1/drift")
  @Needs(value = Role.VIEWER, where = Where.NARROWED)
  Page<DriftAnswer> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String environment,
      PageRequest page,
      @AuthenticationPrincipal Principal caller) {
    var filter =
        new Drifts.Filter(
            StatedChoice.read("state", state, DriftState.values()),
            environment,
            caller.reach(Role.VIEWER));
    return page.page(drifts.list(filter, page.afterId(), page.limit()), Drift::endpointId)
        .map(DriftController::answer);
  }

  private static DriftAnswer answer(Drift drift) {
    return new DriftAnswer(
        drift.endpoint(),
        drift.environment(),
        drift.state(),
        drift.differences().stream()
            .map(it ->
                new DifferenceAnswer(
                    it.field(), it.expected(), it.actual(), it.difference().sentence(), it.since()))
            .toList(),
        drift.lookedAt(),
        drift.comparedAt(),
        drift.nextLookAt(),
        drift.repair(),
        drift.notRepaired());
  }
}
