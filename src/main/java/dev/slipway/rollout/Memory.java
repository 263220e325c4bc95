package dev.slipway.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment must remember from one tick to the next. Stored as JSON: members may be added,
 * never renamed.
 *
 * @param executionRoleArn known after EXECUTION_ROLE
 * @param modelName known after MODEL
 * @param endpointConfigName known after ENDPOINT_CONFIG
 * @param previousConfigName what the endpoint ran when it was last looked at before the update
 * @param endpointSeenAt the endpoint's last-modified time at that look; a later one means that
 *     somebody, maybe an earlier try of ours, has changed it since
 * @param stepSince when the present step began
 * @param failures how often in a row AWS could not answer
 * @param changes how many changes the present step has made
 * @param undoingTo the terminal state that the undoing leads to; null while going forward
 */
public record Memory(
    @Nullable String executionRoleArn,
    @Nullable String modelName,
    @Nullable String endpointConfigName,
    @Nullable String previousConfigName,
    @Nullable Instant endpointSeenAt,
    @Nullable Instant stepSince,
    int failures,
    int changes,
    @Nullable DeploymentState undoingTo) {

  static final Memory EMPTY = new Memory(null, null, null, null, null, null, 0, 0, null);

  Memory withExecutionRole(String arn) {
    return new Memory(
        arn,
        modelName,
        endpointConfigName,
        previousConfigName,
        endpointSeenAt,
        stepSince,
        failures,
        changes,
        undoingTo);
  }

  Memory withModel(String name) {
    return new Memory(
        executionRoleArn,
        name,
        endpointConfigName,
        previousConfigName,
        endpointSeenAt,
        stepSince,
        failures,
        changes,
        undoingTo);
  }

  Memory withEndpointConfig(String name) {
    return new Memory(
        executionRoleArn,
        modelName,
        name,
        previousConfigName,
        endpointSeenAt,
        stepSince,
        failures,
        changes,
        undoingTo);
  }

  Memory withEndpointSeen(String configName, Instant lastModified) {
    return new Memory(
        executionRoleArn,
        modelName,
        endpointConfigName,
        configName,
        lastModified,
        stepSince,
        failures,
        changes,
        undoingTo);
  }

  Memory withStepSince(Instant now) {
    return new Memory(
        executionRoleArn,
        modelName,
        endpointConfigName,
        previousConfigName,
        endpointSeenAt,
        now,
        0,
        0,
        undoingTo);
  }

  Memory withFailures(int count) {
    return new Memory(
        executionRoleArn,
        modelName,
        endpointConfigName,
        previousConfigName,
        endpointSeenAt,
        stepSince,
        count,
        changes,
        undoingTo);
  }

  Memory undoing(DeploymentState verdict) {
    return new Memory(
        executionRoleArn,
        modelName,
        endpointConfigName,
        previousConfigName,
        endpointSeenAt,
        stepSince,
        0,
        0,
        verdict);
  }

  Memory withOneMoreChange() {
    return new Memory(
        executionRoleArn,
        modelName,
        endpointConfigName,
        previousConfigName,
        endpointSeenAt,
        stepSince,
        failures,
        changes + 1,
        undoingTo);
  }
}
