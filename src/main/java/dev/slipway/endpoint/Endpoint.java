package dev.slipway.endpoint;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Autoscaling.Dimension;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One model in one environment.
 *
 * @param name the stable name that callers use, {@code <environment>-<model>}
 * @param physicalName the SageMaker endpoint's name
 * @param currentReleaseId the release that serves; null before the first and after retirement
 * @param currentConfig the endpoint configuration that was proven to run it; null when nothing
 *     serves
 * @param adoption what is special about an endpoint that was made elsewhere; null for an endpoint
 *     made here
 * @param version for optimistic locking and the ETag
 */
public record Endpoint(
    UUID id,
    String name,
    String physicalName,
    UUID modelId,
    String model,
    UUID environmentId,
    String environment,
    Settings overrides,
    @Nullable UUID currentReleaseId,
    @Nullable String currentConfig,
    boolean retired,
    long version,
    Instant createdAt,
    @Nullable Adoption adoption) {

  /** This endpoint with another SageMaker endpoint's name. */
  public Endpoint at(String otherPhysicalName) {
    return new Endpoint(
        id,
        name,
        otherPhysicalName,
        modelId,
        model,
        environmentId,
        environment,
        overrides,
        currentReleaseId,
        currentConfig,
        retired,
        version,
        createdAt,
        adoption);
  }

  /** The one variant's name. */
  public String variant() {
    return adoption == null ? ReleaseSpec.VARIANT : adoption.variant();
  }

  /** The target tracking policy's name. */
  public String scalingPolicy() {
    return adoption == null || adoption.scalingPolicy() == null
        ? Names.scalingPolicy(name)
        : adoption.scalingPolicy();
  }

  /** A scheduled action's name in AWS. The actions of an adopted endpoint keep their names. */
  public String scheduledAction(String action) {
    return adoption == null ? Names.scheduledAction(name, action) : action;
  }

  /**
   * Whether the live endpoint runs the configuration on record. An update may have ended that is on
   * no record.
   */
  public boolean runs(LiveEndpoint live) {
    return live.endpointConfigName().equals(currentConfig);
  }

  /** Whether Slipway may change it: it was made here, or has been claimed. */
  public boolean ours() {
    return adoption == null || adoption.claimed();
  }

  /**
   * Refuses an endpoint that is not Slipway's own.
   *
   * @throws Refused {@code endpoint-not-claimed}
   */
  public void requireOurs() {
    if (ours()) return;
    throw new Refused(
        "endpoint-not-claimed",
        "Endpoint "
            + name
            + " was imported and is only looked at so far. Claim it first: POST /v1/endpoints/"
            + name
            + "/claims.");
  }

  /**
   * Refuses an endpoint that needs no claim.
   *
   * @throws Conflict {@code already-claimed}
   */
  public void requireUnclaimed() {
    if (!ours()) return;
    throw new Conflict("already-claimed", "Endpoint " + name + " is Slipway's own already.");
  }

  /** The variant and the dimension of it that autoscaling changes under a release. */
  public Variant scaled(ReleaseSpec spec) {
    return new Variant(
        physicalName,
        variant(),
        spec.hosting().serverless() == null
            ? Dimension.INSTANCE_COUNT
            : Dimension.PROVISIONED_CONCURRENCY);
  }
}
