package dev.slipway.simulator.scaling;

import dev.slipway.base.Ids;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Codec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.applicationautoscaling.model.NotScaledReason;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivityStatusCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What scaling did and why, per target; bounded. */
final class Activities {

  private static final String KIND = "scaling.activities";
  private static final int KEPT = 100;

  private final Journal journal;
  private final Map<String, List<ScalingActivity>> byTarget = new ConcurrentHashMap<>();

  Activities(Journal journal) {
    this.journal = journal;
    journal
        .all(KIND)
        .forEach((key, json) -> {
          List<ScalingActivity> activities = new ArrayList<>();
          for (JsonNode one : json) {
            activities.add(Codec.fromJson(one, ScalingActivity::builder));
          }
          byTarget.put(key, List.copyOf(activities));
        });
  }

  /** Newest last. */
  List<ScalingActivity> of(String targetKey) {
    return byTarget.getOrDefault(targetKey, List.of());
  }

  /** A change of capacity has been asked for. */
  void began(Target target, int capacity, String cause, Instant now) {
    add(
        target,
        activity(target, cause, now)
            .description("Setting desired " + target.noun() + " to " + capacity + ".")
            .statusCode(ScalingActivityStatusCode.IN_PROGRESS)
            .statusMessage(
                "Successfully set desired "
                    + target.noun()
                    + " to "
                    + capacity
                    + ". Waiting for change to be fulfilled by sagemaker.")
            .build());
  }

  /** The change that was under way is over; without effect when none was. */
  void ended(Target target, int capacity, boolean reached, Instant now) {
    inProgress(target)
        .ifPresent(activity ->
            replace(
                target,
                activity.toBuilder()
                    .endTime(now)
                    .statusCode(
                        reached
                            ? ScalingActivityStatusCode.SUCCESSFUL
                            : ScalingActivityStatusCode.FAILED)
                    .statusMessage(
                        reached
                            ? "Successfully set desired "
                                + target.noun()
                                + " to "
                                + capacity
                                + ". Change successfully fulfilled by sagemaker."
                            : "Failed to set desired " + target.noun() + ".")
                    .build()));
  }

  /** Nothing was done, and why. */
  void notScaled(Target target, String cause, String code, int capacity, Instant now) {
    List<ScalingActivity> known = of(target.key());
    if (!known.isEmpty() && known.getLast().hasNotScaledReasons()) {
      return;
    }
    add(
        target,
        activity(target, cause, now)
            .description("Attempting to scale due to alarm triggered")
            .endTime(now)
            .statusCode(ScalingActivityStatusCode.FAILED)
            .statusMessage("Unable to scale: " + code + ".")
            .notScaledReasons(
                NotScaledReason.builder()
                    .code(code)
                    .currentCapacity(capacity)
                    .maxCapacity(target.max())
                    .minCapacity(target.min())
                    .build())
            .build());
  }

  /** A scheduled action was due, but the target cannot have the bounds that it leads to. */
  void unbounded(Target target, Target bounded, String action, String why, Instant now) {
    String bounds = "min capacity to " + bounded.min() + " and max capacity to " + bounded.max();
    add(
        target,
        activity(target, "scheduled action name " + action + " was triggered", now)
            .description("Setting " + bounds)
            .endTime(now)
            .statusCode(ScalingActivityStatusCode.FAILED)
            .statusMessage("Failed to set " + bounds + ": " + why + ".")
            .build());
  }

  Optional<ScalingActivity> inProgress(Target target) {
    return of(target.key()).stream()
        .filter(activity -> activity.statusCode() == ScalingActivityStatusCode.IN_PROGRESS)
        .findFirst();
  }

  private static ScalingActivity.Builder activity(Target target, String cause, Instant now) {
    return ScalingActivity.builder()
        .activityId(Ids.next().toString())
        .serviceNamespace("sagemaker")
        .resourceId(target.resourceId())
        .scalableDimension(target.dimension())
        .cause(cause)
        .startTime(now);
  }

  private void add(Target target, ScalingActivity activity) {
    List<ScalingActivity> longer = new ArrayList<>(of(target.key()));
    longer.add(activity);
    keep(target, longer.size() > KEPT ? longer.subList(1, longer.size()) : longer);
  }

  private void replace(Target target, ScalingActivity activity) {
    keep(
        target,
        of(target.key()).stream()
            .map(old -> old.activityId().equals(activity.activityId()) ? activity : old)
            .toList());
  }

  private void keep(Target target, List<ScalingActivity> activities) {
    byTarget.put(target.key(), List.copyOf(activities));
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    activities.forEach(one -> json.add(Codec.toJson(one)));
    journal.put(KIND, target.key(), json);
  }
}
