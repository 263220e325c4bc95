package dev.slipway.rollout;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Unavailable;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Drift;
import dev.slipway.endpoint.Drift.Noticed;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.RecordDrift;
import dev.slipway.environment.Environments;
import dev.slipway.environment.Profile;
import dev.slipway.rollout.StartDeployment.Asked;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deploys the serving release anew where AWS is not as the release says, if the environment wants
 * that. A repair is an ordinary deployment with a plan. Differences are repaired once, and not
 * again until another difference appears. A repair that is refused, or that would change nothing
 * since all of it is others', is told of once and tried again, since the obstacle may go. Where
 * another deployment runs, or AWS cannot answer now, nothing is told.
 */
@Component
class RepairDrift {

  private static final Logger LOG = LoggerFactory.getLogger(RepairDrift.class);

  private static final String NOT_OURS =
      "Slipway changes and removes only what is its own: none of this is.";

  private final Environments environments;
  private final Deployments deployments;
  private final StartDeployment start;
  private final RecordDrift record;
  private final CloudClock clock;

  RepairDrift(
      Environments environments,
      Deployments deployments,
      StartDeployment start,
      RecordDrift record,
      CloudClock clock) {
    this.environments = environments;
    this.deployments = deployments;
    this.start = start;
    this.record = record;
    this.clock = clock;
  }

  void consider(Endpoint endpoint, Drift drift) {
    Profile profile = environments.byId(endpoint.environmentId()).profile();
    if (!profile.repairsDrift() || !endpoint.ours()) {
      if (drift.notRepaired() != null) record.repairsNothing(endpoint.id());
      return;
    }
    if (tried(drift)) return;
    String reason =
        drift.differences().stream()
            .map(Noticed::field)
            .collect(Collectors.joining(", ", "AWS is not as released: ", "."));
    try {
      start
          .repair(endpoint, new Asked("slipway", reason))
          .ifPresentOrElse(
              repair -> record.repairing(endpoint.id(), repair.id()),
              () -> record.notRepaired(endpoint, drift, NOT_OURS, clock.now()));
    } catch (Conflict | Unavailable passing) {
      LOG.info("{} is not repaired now: {}", endpoint.name(), passing.detail());
    } catch (Failure refused) {
      LOG.info("{} is not repaired: {}", endpoint.name(), refused.detail());
      record.notRepaired(endpoint, drift, refused.detail(), clock.now());
    }
  }

  /** Whether a repair was begun after the youngest difference was seen. */
  private boolean tried(Drift drift) {
    return Optional.ofNullable(drift.repair())
        .flatMap(deployments::find)
        .filter(repair -> !repair.createdAt().isBefore(drift.youngest()))
        .isPresent();
  }
}
