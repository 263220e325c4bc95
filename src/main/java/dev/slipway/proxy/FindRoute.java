package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;

/** Third stage: where the endpoint's predictions go. */
final class FindRoute {

  private final KnownRoutes routes;

  FindRoute(KnownRoutes routes) {
    this.routes = routes;
  }

  /**
   * The destination.
   *
   * @throws Refusal when there is no such endpoint, or when routes were never read
   */
  Destination find(Target target) {
    return routes.find(target).orElseThrow(() -> notFound(target));
  }

  private Refusal notFound(Target target) {
    if (!routes.known()) {
      return new Refusal(Reason.UNAVAILABLE, "The proxy does not know its routes yet; try again.");
    }
    return new Refusal(
        Reason.ENDPOINT_UNKNOWN,
        switch (target) {
          case Target.Named named -> "Endpoint %s not found.".formatted(named.endpoint());
          case Target.Logical logical ->
              "There is no endpoint for model %s in environment %s."
                  .formatted(logical.model(), logical.environment());
        });
  }
}
