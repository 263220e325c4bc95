package dev.slipway.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One row of the record.
 *
 * @param subject the name of what it happened to
 * @param sequence 1, 2, 3 … within the subject
 * @param type a stable dotted name, such as {@code deployment.succeeded}
 * @param deployment the deployment it belongs to; null for none
 * @param at when it happened, in cloud time
 * @param recordedAt when it was written down, in wall time
 * @param hash SHA-256 of the row and of the hash before, in hex
 * @param previousHash the hash of the row before of the same subject; zeros for the first
 * @param environment in which environment it happened; null for what is in none. Follows from the
 *     subject, and is not hashed
 */
public record AuditEvent(
    UUID id,
    String subjectType,
    String subject,
    long sequence,
    String type,
    String actor,
    String summary,
    @Nullable UUID deployment,
    JsonNode data,
    Instant at,
    Instant recordedAt,
    String hash,
    String previousHash,
    @Nullable String environment) {

  /** The same row with the hash that its content and the row before demand. */
  AuditEvent sealed() {
    return new AuditEvent(
        id,
        subjectType,
        subject,
        sequence,
        type,
        actor,
        summary,
        deployment,
        data,
        at,
        recordedAt,
        Canonical.hash(this),
        previousHash,
        environment);
  }
}
