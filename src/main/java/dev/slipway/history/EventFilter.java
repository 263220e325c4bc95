package dev.slipway.history;

import dev.slipway.access.Reach;
import dev.slipway.base.Conditions;
import dev.slipway.base.Timestamps;
import dev.slipway.web.FromQuery;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted; null means any.
 *
 * @param environment only what happened in it, to the environment itself or to its endpoints
 * @param createdAfter recorded later than this, in wall time
 * @param seen only what happened in these environments, and what happened to models, which are in
 *     none and seen by everybody
 */
@FromQuery({
  "subject_type",
  "subject",
  "actor",
  "type",
  "deployment",
  "environment",
  "created_after"
})
record EventFilter(
    @Nullable String subjectType,
    @Nullable String subject,
    @Nullable String actor,
    @Nullable String type,
    @Nullable UUID deployment,
    @Nullable String environment,
    @Nullable Instant createdAfter,
    Reach seen) {

  /** What is wanted of one environment is found as what somebody sees who sees no other. */
  EventFilter {
    seen = seen.only(environment);
  }

  private static final String MODEL = "model";

  /** What is in no environment, and seen by everybody. */
  static final String OF_MODELS = "subject_type = '" + MODEL + "'";

  /** Everything that belongs to a deployment. */
  static EventFilter ofDeployment(UUID deployment) {
    return new EventFilter(null, null, null, null, deployment, null, null, Reach.EVERYWHERE);
  }

  /** The same, narrowed to what a caller may see. */
  EventFilter seenBy(Reach reach) {
    return new EventFilter(
        subjectType, subject, actor, type, deployment, environment, createdAfter, reach);
  }

  /** The same as the conditions say, of an event at hand. */
  boolean matches(AuditEvent event) {
    return fits(subjectType, event.subjectType())
        && fits(subject, event.subject())
        && fits(actor, event.actor())
        && fits(type, event.type())
        && fits(deployment, event.deployment())
        && (createdAfter == null || event.recordedAt().isAfter(createdAfter))
        && isSeen(event);
  }

  private boolean isSeen(AuditEvent event) {
    return seen.everywhere()
        || (ofModels() && event.subjectType().equals(MODEL))
        || (event.environment() != null && seen.contains(event.environment()));
  }

  private static boolean fits(@Nullable Object wanted, @Nullable Object found) {
    return wanted == null || wanted.equals(found);
  }

  /** Whether what happened to models, in no environment, is wanted too. */
  boolean ofModels() {
    return environment == null;
  }

  /** With who may see them. */
  Conditions conditions() {
    String inThese = "environment = any(:seen)";
    return wanted()
        .and(ofModels() ? "(" + inThese + " or " + OF_MODELS + ")" : inThese, "seen", seen.names());
  }

  /** Without who may see them. */
  Conditions wanted() {
    return new Conditions()
        .and("subject_type = :subjectType", "subjectType", subjectType)
        .and("subject_id = :subject", "subject", subject)
        .and("actor = :actor", "actor", actor)
        .and("type = :type", "type", type)
        .and("deployment_id = :deployment", "deployment", deployment)
        .and(
            "recorded_at > :createdAfter",
            "createdAfter",
            createdAfter == null ? null : Timestamps.utc(createdAfter));
  }
}
