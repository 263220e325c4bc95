package dev.slipway.history;

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
 */
record EventFilter(
    @Nullable String subjectType,
    @Nullable String subject,
    @Nullable String actor,
    @Nullable String type,
    @Nullable UUID deployment,
    @Nullable Instant createdAfter) {

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
    return values;
  }

  private static void put(Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
