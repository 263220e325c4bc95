package dev.slipway.simulator.sagemaker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is happening to an endpoint. Its names are a stored format: an update that runs when the
 * simulator stops goes on when it starts again.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Change.Creating.class, name = "creating"),
  @JsonSubTypes.Type(value = Change.Updating.class, name = "updating"),
  @JsonSubTypes.Type(value = Change.RollingBack.class, name = "rolling_back"),
  @JsonSubTypes.Type(value = Change.Resizing.class, name = "resizing"),
  @JsonSubTypes.Type(value = Change.Maintaining.class, name = "maintaining"),
  @JsonSubTypes.Type(value = Change.Deleting.class, name = "deleting")
})
sealed interface Change {

  /** When what is under way now began. */
  Instant since();

  /** When it ends unless something comes between. */
  Instant until();

  /** The first fleet is being started; nothing serves yet. */
  record Creating(FleetPlan fleet, Instant since, Instant until) implements Change {}

  /**
   * A new fleet takes over, stage by stage; until the end the old one counts as live.
   *
   * @param deployment the DeploymentConfig in force, null for none
   * @param started when UpdateEndpoint was called
   * @param stage index into the {@link GuardrailPlan}
   * @param active green instances that take traffic
   * @param roundsDown whether percentages of instances are rounded down; null for no
   */
  record Updating(
      FleetPlan green,
      @Nullable JsonNode deployment,
      Instant started,
      int stage,
      Map<String, Integer> active,
      @Nullable Boolean roundsDown,
      Instant since,
      Instant until)
      implements Change {

    Updating at(int nextStage, Map<String, Integer> nowActive, Instant from, Instant to) {
      return new Updating(green, deployment, started, nextStage, nowActive, roundsDown, from, to);
    }
  }

  /**
   * All traffic is back on the old fleet and the new one is being taken down; or, where a rolling
   * update is taken back in batches, both serve until the last one.
   *
   * @param started when UpdateEndpoint was called
   * @param left green instances that still serve; null where all of them go at once
   * @param batch of those, so many go next; null where all of them go at once
   */
  record RollingBack(
      FleetPlan green,
      String reason,
      Instant started,
      @Nullable Map<String, Integer> left,
      @Nullable Map<String, Integer> batch,
      Instant since,
      Instant until)
      implements Change {

    /** What still serves of the new fleet once this batch is over. */
    Map<String, Integer> leftAfter() {
      Map<String, Integer> after = new HashMap<>();
      if (left != null && batch != null) {
        left.forEach((variant, count) ->
            after.put(variant, Math.max(0, count - batch.getOrDefault(variant, count))));
      }
      return after;
    }

    RollingBack next(Instant from, Instant to) {
      return new RollingBack(green, reason, started, leftAfter(), batch, from, to);
    }
  }

  /** Counts and weights change: {@code target} is what the live fleet becomes. */
  record Resizing(FleetPlan target, Instant since, Instant until) implements Change {}

  /** SageMaker itself puts it on fresh instances: {@code fresh} is what serves now, once more. */
  record Maintaining(FleetPlan fresh, Instant since, Instant until) implements Change {}

  /** Nothing serves any more; soon the endpoint is gone. */
  record Deleting(Instant since, Instant until) implements Change {}
}
