package dev.slipway.cli;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version of a model, as far as people are shown it. */
record ModelVersion(
    String name,
    String image,
    String artifact,
    @Nullable Map<String, String> containerEnvironment,
    @Nullable String description,
    String createdBy,
    Instant createdAt,
    @Nullable Approval approval) {

  record Approval(String status, String by) {}
}
