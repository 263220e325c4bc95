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
 * @param createdAfter recorded later than this, in wall time
 * @param seen only what happened in these environments, and what happened to models, which are in
 *     none and seen by everybody
 */
@FromQuery({"subject_type", "subject", "actor", "type", "deployment", "created_after"})
record EventFilter(
    @Nullable String subjectType,
    @Nullable String subject,
    @Nullable String actor,
    @Nullable String type,
    @Nullable UUID deployment,
    @Nullable Instant createdAfter,
    Reach seen) {

  private static final String MODEL = "model";

  /** What is in no environment, and seen by everybody. */
  static final String OF_MODELS = "subject_type = '" + MODEL + "'";

  /** Everything that belongs to a deployment. */
  static EventFilter ofDeployment(UUID deployment) {
    return new EventFilter(null, null, null, null, deployment, null, Reach.EVERYWHERE);
  }

  /** The same, narrowed to what a caller may see. */
  EventFilter seenBy(Reach reach) {
    return new EventFilter(subjectType, subject, actor, type, deployment, createdAfter, reach);
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
        || event.subjectType().equals(MODEL)
        || (event.environment() != null && seen.contains(event.environment()));
  }

  private static boolean fits(@Nullable Object wanted, @Nullable Object found) {
    return wanted == null || wanted.equals(found);
  }

  /** With who may see them. */
  Conditions conditions() {
    return wanted().and("(environment = any(:seen) or " + OF_MODELS + ")", "seen", seen.names());
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
