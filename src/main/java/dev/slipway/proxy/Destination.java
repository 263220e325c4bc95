package dev.slipway.proxy;

import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Route;
import dev.slipway.endpoint.Route.Serving;
import io.vertx.core.MultiMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A route made ready for traffic.
 *
 * @param upstream SageMaker Runtime of the route's account and region; null while it is not to be
 *     had
 * @param path the path there
 */
record Destination(Route route, @Nullable Upstream upstream, String path) {

  static Destination of(Route route, @Nullable Upstream upstream) {
    String base =
        upstream == null || upstream.base().getPath() == null ? "" : upstream.base().getPath();
    String prefix = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return new Destination(
        route, upstream, prefix + "/endpoints/" + route.physicalName() + "/invocations");
  }

  /**
   * Says which release answered. While two may, SageMaker does not tell which one did, so both are
   * named.
   */
  void name(MultiMap headers) {
    switch (route.serving().size()) {
      case 0 -> {}
      case 1 -> {
        Serving only = route.serving().getFirst();
        headers.set("x-slipway-release", Integer.toString(only.release()));
        headers.set("x-slipway-model-version", only.modelVersion());
      }
      default ->
          headers.set(
              "x-slipway-releases",
              route.serving().stream()
                  .map(serving -> Integer.toString(serving.release()))
                  .collect(Collectors.joining(",")));
    }
  }

  /** The release as a metric's label: its number, {@code mixed} while two may answer. */
  String releaseLabel() {
    return switch (route.serving().size()) {
      case 0 -> "none";
      case 1 -> Integer.toString(route.serving().getFirst().release());
      default -> "mixed";
    };
  }
}
