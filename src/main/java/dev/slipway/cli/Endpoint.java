package dev.slipway.cli;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An endpoint, as far as people are shown it. */
record Endpoint(
    String name,
    String environment,
    String model,
    @Nullable Current currentRelease,
    @Nullable Unsettled unsettled,
    boolean retired) {

  /** The endpoint of that name. */
  static Endpoint named(String name, Api api) {
    return api.get(Route.of("endpoints", name), Endpoint.class);
  }

  record Current(@Nullable Integer number, String modelVersion) {}

  /** That it is open which release serves. */
  record Unsettled(List<Current> releases, String message) {

    boolean names(int release) {
      return releases.stream().anyMatch(one -> Objects.equals(one.number(), release));
    }
  }
}
