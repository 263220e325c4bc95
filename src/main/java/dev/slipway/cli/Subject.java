package dev.slipway.cli;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds what somebody means by an id, or by an endpoint's name. */
record Subject(Api api) {

  private static final String ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  /** Whether it names one deployment or promotion for good. */
  static boolean isId(String what) {
    return what.matches(ID);
  }

  /** The deployment or promotion with this id, or the endpoint's latest deployment. */
  Course course(String what, Wish wish) {
    if (!isId(what)) return Course.ofDeployment(api, wish, latest(what));
    Optional<JsonNode> deployment = found(Route.of("deployments", what));
    if (deployment.isPresent()) return Course.ofDeployment(api, wish, deployment.get());
    return Course.ofPromotion(api, api.get(Route.of("promotions", what)).body());
  }

  private JsonNode latest(String endpoint) {
    List<JsonNode> latest = api.list(Route.of("deployments").with("endpoint", endpoint), 1);
    if (!latest.isEmpty()) return latest.getFirst();
    // That there is no such endpoint is the better answer, and the service's own.
    api.get(Route.of("endpoints", endpoint));
    throw ClientFailure.of(
        Exit.REFUSED,
        "%s has had no deployment.".formatted(endpoint),
        "Begin one: slipway promote.");
  }

  private Optional<JsonNode> found(Route route) {
    try {
      return Optional.of(api.get(route).body());
    } catch (ClientFailure failure) {
      boolean absent =
          failure.document().filter(problem -> problem.path("status").asInt(0) == 404).isPresent();
      if (absent) return Optional.empty();
      throw failure;
    }
  }
}
