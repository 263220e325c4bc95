package dev.slipway.usage;

import dev.slipway.access.Needs;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoints;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An endpoint's metrics over HTTP. */
@RestController
class MetricsController {

  private final Endpoints endpoints;
  private final EndpointMetrics metrics;
  private final CloudClock clock;

  MetricsController(Endpoints endpoints, EndpointMetrics metrics, CloudClock clock) {
    this.endpoints = endpoints;
    this.metrics = metrics;
    this.clock = clock;
  }

  @GetMapping("/v1/endpoints/{endpoint}/metrics")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  EndpointMetrics.Answer metrics(
      @PathVariable String endpoint,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(name = "step_seconds", required = false) @Nullable Integer stepSeconds) {
    return metrics.of(
        endpoints.named(endpoint), MetricsWindow.of(from, until, stepSeconds, clock.now()));
  }
}
