package dev.slipway.rollout;

import dev.slipway.base.Failure;
import dev.slipway.endpoint.Drift;
import dev.slipway.endpoint.Drift.Noticed;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.RecordDrift;
import dev.slipway.environment.Environments;
import dev.slipway.environment.Profile;
import dev.slipway.rollout.StartDeployment.Asked;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deploys the serving release anew where AWS is not as it says, if the environment wants that. It
 * is an ordinary deployment with a plan; one is tried for what has appeared, and not again until
 * something else appears.
 */
@Component
class RepairDrift {

  private static final Logger LOG = LoggerFactory.getLogger(RepairDrift.class);

  private final Environments environments;
  private final Deployments deployments;
  private final StartDeployment start;
  private final RecordDrift record;

  RepairDrift(
      Environments environments,
      Deployments deployments,
      StartDeployment start,
      RecordDrift record) {
    this.environments = environments;
    this.deployments = deployments;
    this.start = start;
    this.record = record;
  }

  void consider(Endpoint endpoint, Drift drift) {
    Profile profile = environments.byId(endpoint.environmentId()).profile();
    if (!profile.repairsDrift() || !endpoint.ours() || tried(drift)) return;
    String reason =
        drift.differences().stream()
            .map(Noticed::field)
            .collect(Collectors.joining(", ", "AWS is not as released: ", "."));
    try {
      Deployment repair = start.repair(endpoint, new Asked("slipway", reason));
      record.repairing(endpoint.id(), repair.id());
    } catch (Failure refused) {
      LOG.info("{} is not repaired: {}", endpoint.name(), refused.detail());
    }
  }

  /** Whether a repair was begun after the youngest difference was seen. */
  private boolean tried(Drift drift) {
    Instant youngest =
        drift.differences().stream().map(Noticed::since).max(Instant::compareTo).orElseThrow();
    return Optional.ofNullable(drift.repair())
        .flatMap(deployments::find)
        .filter(repair -> !repair.createdAt().isBefore(youngest))
        .isPresent();
  }
}
