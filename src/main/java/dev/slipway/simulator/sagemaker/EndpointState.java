package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import tools.jackson.databind.JsonNode;

/**
 * All that is known of an endpoint, as it is journalled.
 *
 * @param live the fleet that counts as live; null while creating and when creation failed
 * @param lastDeployment the newest DeploymentConfig, null when none was ever given
 * @param change what is happening, null when nothing is
 * @param failureReason why the last creation or update failed; null when it did not
 * @param broken whether a failed rollback left it with mixed configurations
 * @param fleets how many fleets it has had
 */
record EndpointState(
    Scope scope,
    String name,
    Instant created,
    Instant modified,
    String configName,
    @Nullable FleetPlan live,
    @Nullable JsonNode lastDeployment,
    @Nullable Change change,
    @Nullable String failureReason,
    boolean broken,
    int fleets) {

  EndpointState {
    // A document's null comes back as a node.
    lastDeployment = lastDeployment == null || lastDeployment.isNull() ? null : lastDeployment;
  }

  String arn() {
    return Names.ENDPOINT.arn(scope, name);
  }

  /** How many instances of a type it has or is about to have, both fleets together. */
  int instances(String type) {
    FleetPlan coming =
        switch (change) {
          case Change.Creating creating -> creating.fleet();
          case Change.Updating updating -> updating.green();
          case Change.Maintaining maintaining -> maintaining.fresh();
          case Change.RollingBack _, Change.Resizing _, Change.Deleting _ -> null;
          case null -> null;
        };
    return (live == null ? 0 : live.ofType(type)) + (coming == null ? 0 : coming.ofType(type));
  }

  /** The fleets that it has or is about to have. */
  List<FleetPlan> plans() {
    List<FleetPlan> all = new ArrayList<>();
    if (live != null) {
      all.add(live);
    }
    switch (change) {
      case Change.Creating creating -> all.add(creating.fleet());
      case Change.Updating updating -> all.add(updating.green());
      case Change.Maintaining maintaining -> all.add(maintaining.fresh());
      case Change.RollingBack _, Change.Resizing _, Change.Deleting _ -> {}
      case null -> {}
    }
    return all;
  }

  /**
   * @param rollbackShown how a guardrail rollback is shown
   */
  EndpointStatus status(EndpointStatus rollbackShown) {
    return switch (change) {
      case null ->
          broken
              ? EndpointStatus.UPDATE_ROLLBACK_FAILED
              : live == null ? EndpointStatus.FAILED : EndpointStatus.IN_SERVICE;
      case Change.Creating _ -> EndpointStatus.CREATING;
      case Change.Updating _, Change.Resizing _ -> EndpointStatus.UPDATING;
      case Change.RollingBack _ -> rollbackShown;
      case Change.Maintaining _ -> EndpointStatus.SYSTEM_UPDATING;
      case Change.Deleting _ -> EndpointStatus.DELETING;
    };
  }

  /** Something begins. */
  EndpointState beginning(Change next, @Nullable JsonNode deployment, Instant now) {
    return new EndpointState(
        scope, name, created, now, configName, live, deployment, next, null, false, fleets + 1);
  }

  /** What happens goes on in another way. */
  EndpointState changing(@Nullable Change next, Instant now) {
    return new EndpointState(
        scope,
        name,
        created,
        now,
        configName,
        live,
        lastDeployment,
        next,
        failureReason,
        broken,
        fleets);
  }

  /** Nothing happens any more; {@code fleet} is live. */
  EndpointState settled(FleetPlan fleet, @Nullable String failure, Instant now) {
    return new EndpointState(
        scope,
        name,
        created,
        now,
        fleet.configName(),
        fleet,
        lastDeployment,
        null,
        failure,
        false,
        fleets);
  }

  /** Nothing happens any more, and it is no good. */
  EndpointState failed(String reason, Instant now) {
    return new EndpointState(
        scope,
        name,
        created,
        now,
        configName,
        live,
        lastDeployment,
        null,
        reason,
        live != null,
        fleets);
  }
}
