package dev.slipway.cli;

import org.jspecify.annotations.Nullable;

/** An endpoint, as far as people are shown it. */
record Endpoint(
    String name,
    String environment,
    String model,
    @Nullable Current currentRelease,
    boolean retired) {

  record Current(@Nullable Integer number, String modelVersion) {}
}
