package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.Codec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import tools.jackson.databind.JsonNode;

/** Where an update is in its plan: a pure view of what the journal holds. */
record Rollout(Change.Updating updating, GuardrailPlan plan) {

  static Rollout of(@Nullable FleetPlan live, Change.Updating updating) {
    return new Rollout(
        updating,
        GuardrailPlan.of(
            deployment(updating),
            updating.green().counts(),
            live == null ? Map.of() : live.counts(),
            Boolean.TRUE.equals(updating.roundsDown())));
  }

  @Nullable DeploymentConfig deployment() {
    return deployment(updating);
  }

  Stage stage() {
    return plan.stages().get(updating.stage());
  }

  /** The stage after this one; empty when this is the last. */
  Optional<Stage> next() {
    int next = updating.stage() + 1;
    return next < plan.stages().size() ? Optional.of(plan.stages().get(next)) : Optional.empty();
  }

  /** The alarms that roll it back. */
  List<String> alarms() {
    return DeploymentChecks.alarms(deployment(updating));
  }

  /** When the maximum execution time ends it; never once the old fleet is being taken down. */
  Optional<Instant> deadline() {
    return stage() instanceof Stage.Terminate
        ? Optional.empty()
        : plan.timeout().map(updating.started()::plus);
  }

  /** Whether the maximum execution time is over before this stage is. */
  boolean isTimedOut(Instant now) {
    return now.isBefore(updating.until()) && isOverdue(now);
  }

  /** Whether the maximum execution time is over. */
  boolean isOverdue(Instant now) {
    return deadline().filter(limit -> !now.isBefore(limit)).isPresent();
  }

  /** When to look again: at the stage's end, or at the deadline if that comes first. */
  Instant wakeUp() {
    return deadline().filter(limit -> limit.isBefore(updating.until())).orElse(updating.until());
  }

  /** Green instances that exist: what the last finished Provision brought. */
  Map<String, Integer> provisioned() {
    Map<String, Integer> counts = Map.of();
    for (Stage stage : plan.stages().subList(0, updating.stage())) {
      if (stage instanceof Stage.Provision provision) {
        counts = provision.green();
      }
    }
    return counts;
  }

  /** Blue instances that were there before this stage; empty when that is all of them. */
  Optional<Map<String, Integer>> remainingBefore() {
    return updating.stage() == 0 ? Optional.empty() : remaining(updating.stage());
  }

  /** Blue instances that a Terminate, this stage included, has left; empty before the first. */
  Optional<Map<String, Integer>> remaining() {
    return remaining(updating.stage() + 1);
  }

  private Optional<Map<String, Integer>> remaining(int stages) {
    Optional<Map<String, Integer>> counts = Optional.empty();
    for (Stage stage : plan.stages().subList(0, stages)) {
      if (stage instanceof Stage.Terminate terminate) {
        counts = Optional.of(terminate.remaining());
      }
    }
    return counts;
  }

  /** How many instances at a time a rollback takes back; empty when all of them at once. */
  Optional<Map<String, Integer>> rollbackBatch() {
    DeploymentConfig deployment = deployment();
    return deployment == null
            || deployment.rollingUpdatePolicy() == null
            || deployment.rollingUpdatePolicy().rollbackMaximumBatchSize() == null
            || updating.active().values().stream().allMatch(count -> count == 0)
        ? Optional.empty()
        : Optional.of(
            GuardrailPlan.sizes(
                deployment.rollingUpdatePolicy().rollbackMaximumBatchSize(),
                updating.green().counts(),
                Boolean.TRUE.equals(updating.roundsDown())));
  }

  private static @Nullable DeploymentConfig deployment(Change.Updating updating) {
    JsonNode json = updating.deployment();
    return json == null || json.isNull() ? null : Codec.fromJson(json, DeploymentConfig::builder);
  }
}
