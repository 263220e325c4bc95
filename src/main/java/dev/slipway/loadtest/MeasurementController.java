package dev.slipway.loadtest;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.web.Accepted;
import dev.slipway.web.Idempotent;
import dev.slipway.web.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The measurements of one kind over HTTP, below their endpoint.
 *
 * @param <I> the input of a request
 * @param <A> what the API shows of a measurement
 */
abstract class MeasurementController<I, M extends Measurement, A> {

  /**
   * The kind of the measurements.
   *
   * @param collection their path below the endpoint
   * @param pause how soon it is worthwhile to look at a measurement again
   */
  record Kind<M, A>(String collection, Duration pause, Function<M, A> shown) {}

  private final Endpoints endpoints;
  private final Measurements<M> measurements;
  private final AskFor<I, M> ask;
  private final Kind<M, A> kind;

  MeasurementController(
      Endpoints endpoints, Measurements<M> measurements, AskFor<I, M> ask, Kind<M, A> kind) {
    this.endpoints = endpoints;
    this.measurements = measurements;
    this.ask = ask;
    this.kind = kind;
  }

  record CancelRequest(@NotBlank @Size(max = 1000) String reason) {}

  @PostMapping
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  @Idempotent
  ResponseEntity<?> begin(
      @PathVariable String endpoint,
      @Valid @RequestBody I input,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    Endpoint found = endpoints.named(endpoint);
    return dryRun
        ? ResponseEntity.ok(ask.plan(found, input))
        : accepted(ask.begin(found, input, caller.name()));
  }

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  Page<A> list(@PathVariable String endpoint, PageRequest page) {
    Endpoint found = endpoints.named(endpoint);
    return page.page(measurements.list(found.id(), page.afterId(), page.limit()), Measurement::id)
        .map(kind.shown);
  }

  @GetMapping("/{id}")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  A get(@PathVariable String endpoint, @PathVariable UUID id) {
    return kind.shown.apply(measurements.of(endpoints.named(endpoint).id(), id));
  }

  @PostMapping("/{id}/cancel")
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  @Idempotent
  ResponseEntity<A> cancel(
      @PathVariable String endpoint,
      @PathVariable UUID id,
      @Valid @RequestBody CancelRequest request,
      @AuthenticationPrincipal Principal caller) {
    return accepted(ask.cancel(endpoints.named(endpoint), id, request.reason(), caller.name()));
  }

  private ResponseEntity<A> accepted(M begun) {
    String path = "/v1/endpoints/%s/%s/%s".formatted(begun.endpoint(), kind.collection, begun.id());
    return Accepted.at(path, kind.pause).body(kind.shown.apply(begun));
  }
}
