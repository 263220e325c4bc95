package dev.slipway.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A promotion, as far as people are shown it. */
record Promotion(
    String id,
    String model,
    String version,
    @Nullable String from,
    String to,
    String endpoint,
    String outcome,
    @Nullable String refusal,
    @Nullable String putOff,
    @Nullable String supersedes,
    @Nullable List<Gate> gates,
    @Nullable Begun deployment,
    String reason,
    String requestedBy,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Plan plan) {

  /** The deployment that does it. */
  record Begun(String id, String state) {}

  List<Gate> verdicts() {
    return gates == null ? List.of() : gates;
  }

  /** What keeps it from beginning for now, as a line; empty when nothing does. */
  Optional<String> putOffLine() {
    return Optional.ofNullable(putOff).map(why -> "Cannot begin now and is tried again: " + why);
  }

  boolean pending() {
    return outcome.equals("PENDING_APPROVAL");
  }

  /** How it ended without a deployment; null while it may still begin, or has begun. */
  @Nullable Exit end() {
    return switch (outcome) {
      case "NO_CHANGES" -> Exit.DONE;
      case "REFUSED" -> Exit.REFUSED;
      case "CANCELED" -> Exit.CANCELED;
      default -> null;
    };
  }
}
