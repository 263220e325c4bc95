package dev.slipway.rollout;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Unavailable;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Drift;
import dev.slipway.endpoint.Drift.Noticed;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Plan;
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
 * since all of it is others', is told of once and tried again, since the obstacle may go. So is
 * what a repair has left since it is others'. Where another deployment runs, or AWS cannot answer
 * now, nothing is told.
 */
@Component
class RepairDrift {

  private static final Logger LOG = LoggerFactory.getLogger(RepairDrift.class);

  private static final String NOT_OURS =
      "A deployment would change nothing of this, since it is not Slipway's own or cannot be"
          + " written.";

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
    ofOthers(drift).ifPresent(one -> record.notRepairing(endpoint.id(), one.id()));
    Profile profile = environments.byId(endpoint.environmentId()).profile();
    Optional<Deployment> last = begun(drift);
    boolean failed = last.filter(one -> one.state() != DeploymentState.SUCCEEDED).isPresent();
    if (!profile.repairsDrift() || !endpoint.ours() || failed) {
      nothingRefused(drift);
      return;
    }
    try {
      Optional<Plan> plan = start.planRepair(endpoint);
      if (plan.isEmpty()) {
        record.notRepaired(endpoint, drift, NOT_OURS, clock.now());
      } else if (last.isEmpty()) {
        Deployment repair = start.repair(endpoint, plan.get(), new Asked("slipway", reason(drift)));
        record.repairing(endpoint.id(), repair.id());
      } else {
        nothingRefused(drift);
      }
    } catch (Conflict | Unavailable passing) {
      LOG.info("{} is not repaired now: {}", endpoint.name(), passing.detail());
    } catch (Failure refused) {
      LOG.info("{} is not repaired: {}", endpoint.name(), refused.detail());
      record.notRepaired(endpoint, drift, refused.detail(), clock.now());
    }
  }

  /** What was refused before was a repair of other differences, or is wanted no longer. */
  private void nothingRefused(Drift drift) {
    if (drift.notRepaired() != null) record.nothingRefused(drift.endpointId());
  }

  private static String reason(Drift drift) {
    return drift.differences().stream()
        .map(Noticed::field)
        .collect(Collectors.joining(", ", "AWS is not as released: ", "."));
  }

  /** The repair on record, where it was begun for differences of which none is left. */
  private Optional<Deployment> ofOthers(Drift drift) {
    return Optional.ofNullable(drift.repair())
        .flatMap(deployments::find)
        .filter(repair ->
            drift.differences().stream()
                .allMatch(difference -> difference.since().isAfter(repair.createdAt())));
  }

  /** The repair that was begun after the youngest difference was seen. */
  private Optional<Deployment> begun(Drift drift) {
    return Optional.ofNullable(drift.repair())
        .flatMap(deployments::find)
        .filter(repair -> !repair.createdAt().isBefore(drift.youngest()));
  }
}
