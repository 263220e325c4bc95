package dev.slipway.history;

import dev.slipway.access.Reach;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted; null means any.
 *
 * @param createdAfter recorded later than this, in wall time
 * @param seen only what happened in these environments, and what happened to models, which are in
 *     none and seen by everybody
 */
record EventFilter(
    @Nullable String subjectType,
    @Nullable String subject,
    @Nullable String actor,
    @Nullable String type,
    @Nullable UUID deployment,
    @Nullable Instant createdAfter,
    Reach seen) {

  private static final String MODEL = "model";

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

  List<String> conditions() {
    List<String> conditions = new ArrayList<>();
    if (subjectType != null) {
      conditions.add("subject_type = :subjectType");
    }
    if (subject != null) {
      conditions.add("subject_id = :subject");
    }
    if (actor != null) {
      conditions.add("actor = :actor");
    }
    if (type != null) {
      conditions.add("type = :type");
    }
    if (deployment != null) {
      conditions.add("deployment_id = :deployment");
    }
    if (createdAfter != null) {
      conditions.add("recorded_at > :createdAfter");
    }
    if (!seen.everywhere()) {
      conditions.add("(environment = any(:seen) or subject_type = '" + MODEL + "')");
    }
    return conditions;
  }

  Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    put(values, "subjectType", subjectType);
    put(values, "subject", subject);
    put(values, "actor", actor);
    put(values, "type", type);
    put(values, "deployment", deployment);
    put(values, "createdAfter", createdAfter == null ? null : EventStore.utc(createdAfter));
    put(values, "seen", seen.names());
    return values;
  }

  private static void put(Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
