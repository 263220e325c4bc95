package dev.slipway.simulator.sagemaker;

import java.time.Duration;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/**
 * How long things take, and what AWS does not document.
 *
 * @param create until the first fleet serves (provisioning time)
 * @param provision until a fleet or batch of an update is up (provisioning time)
 * @param shift how long moving traffic takes
 * @param terminate how long draining and stopping instances takes (provisioning time)
 * @param resize until changed counts and weights hold (provisioning time)
 * @param delete until a deleted endpoint is gone (provisioning time)
 * @param rollbackShown the status during a guardrail rollback: UPDATING or ROLLING_BACK
 * @param refuseAlarming whether an update is refused while one of its rollback alarms is in ALARM
 * @param lastDeploymentAtOnce whether LastDeploymentConfig is there right after CreateEndpoint
 * @param idleZeros whether variants without traffic report zero invocations
 */
public record SageMakerOptions(
    Duration create,
    Duration provision,
    Duration shift,
    Duration terminate,
    Duration resize,
    Duration delete,
    EndpointStatus rollbackShown,
    boolean refuseAlarming,
    boolean lastDeploymentAtOnce,
    boolean idleZeros) {

  /** What AWS takes, about, and the stated default of every switch. */
  public static SageMakerOptions usual() {
    return new SageMakerOptions(
        Duration.ofSeconds(180),
        Duration.ofSeconds(180),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        Duration.ofSeconds(30),
        EndpointStatus.UPDATING,
        true,
        true,
        true);
  }

  /** The same with another status shown during a guardrail rollback. */
  public SageMakerOptions showingRollbackAs(EndpointStatus status) {
    return new SageMakerOptions(
        create,
        provision,
        shift,
        terminate,
        resize,
        delete,
        status,
        refuseAlarming,
        lastDeploymentAtOnce,
        idleZeros);
  }

  /** The same with or without the refusal of updates whose rollback alarms are in ALARM. */
  public SageMakerOptions refusingAlarming(boolean refuse) {
    return new SageMakerOptions(
        create,
        provision,
        shift,
        terminate,
        resize,
        delete,
        rollbackShown,
        refuse,
        lastDeploymentAtOnce,
        idleZeros);
  }
}
