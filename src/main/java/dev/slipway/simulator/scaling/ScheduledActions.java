package dev.slipway.simulator.scaling;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Codec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every scheduled action, and which of them are due. */
final class ScheduledActions {

  private static final String KIND = "scaling.scheduled-action";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * One of them.
   *
   * @param id in its ARN
   * @param request as it was put
   * @param done up to when it has been carried out
   */
  record Action(Scope scope, String id, JsonNode request, Instant created, Instant done) {

    PutScheduledActionRequest definition() {
      return Codec.fromJson(request, PutScheduledActionRequest::builder);
    }

    String targetKey() {
      PutScheduledActionRequest definition = definition();
      return Target.key(scope, definition.resourceId(), definition.scalableDimensionAsString());
    }

    String key() {
      return targetKey() + "|" + definition().scheduledActionName();
    }

    String arn() {
      PutScheduledActionRequest definition = definition();
      return "arn:aws:autoscaling:"
          + scope.region()
          + ":"
          + scope.account()
          + ":scheduledAction:"
          + id
          + ":resource/sagemaker/"
          + definition.resourceId()
          + ":scheduledActionName/"
          + definition.scheduledActionName();
    }

    /** When it is due next, within its start and end; what recurs is due at its start too. */
    Optional<Instant> next() {
      PutScheduledActionRequest definition = definition();
      Schedule schedule = Schedule.parse(definition.schedule(), definition.timezone());
      Instant start = definition.startTime();
      Instant end = definition.endTime();
      Optional<Instant> next =
          start == null || !done.isBefore(start)
              ? schedule.next(done, start == null ? created : start)
              : schedule.first(start);
      return next.filter(due -> end == null || !due.isAfter(end));
    }

    Action doneUntil(Instant now) {
      return new Action(scope, id, request, created, now);
    }
  }

  private final Journal journal;
  private final Map<String, Action> actions = new ConcurrentHashMap<>();

  ScheduledActions(Journal journal) {
    this.journal = journal;
    journal
        .all(KIND)
        .forEach((key, json) -> actions.put(key, JSON.treeToValue(json, Action.class)));
  }

  Stream<Action> all(Scope scope) {
    return actions.values().stream().filter(action -> action.scope().equals(scope));
  }

  Stream<Action> of(String targetKey) {
    return actions.values().stream().filter(action -> action.targetKey().equals(targetKey));
  }

  @Nullable Action find(String targetKey, String name) {
    return actions.get(targetKey + "|" + name);
  }

  void put(Action action) {
    actions.put(action.key(), action);
    journal.put(KIND, action.key(), JSON.valueToTree(action));
  }

  void remove(Action action) {
    actions.remove(action.key());
    journal.remove(KIND, action.key());
  }

  /** What has fallen due since this was last asked, in that order. */
  List<Action> due(Instant now) {
    List<Action> due =
        actions.values().stream()
            .filter(action -> action.next().filter(when -> !when.isAfter(now)).isPresent())
            .sorted(java.util.Comparator.comparing(action -> action.next().orElse(now)))
            .toList();
    due.forEach(action -> put(action.doneUntil(now)));
    return due;
  }
}
