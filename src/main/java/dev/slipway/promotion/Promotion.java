package dev.slipway.promotion;

import dev.slipway.endpoint.Plan;
import dev.slipway.rollout.DeploymentState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The request to bring a version to an environment.
 *
 * @param from the environment that the version was taken from; null when it came from nowhere
 * @param supersede whether an update that runs is undone first; otherwise it is in the way
 * @param maySupersede the only update that may be undone first; null for any
 * @param supersedes the deployment that has to be undone first; null for none
 * @param refusal why it was not begun; null where it was or may still be
 * @param putOff what kept it from beginning when its turn had come, so that it is tried again; null
 *     when nothing does
 * @param deployment the deployment that it started; null when nothing had to be deployed
 * @param gates the last verdict of each gate of the environment
 * @param decisions the decisions about it, oldest first
 * @param breakGlass why gates were passed over; null when they were not
 * @param expiresAt when it stops waiting for its gates; null when it does not wait for them
 * @param plan the plan to which those who decide agree; null where it did not wait for gates, and
 *     in lists
 */
public record Promotion(
    UUID id,
    String model,
    String version,
    @Nullable String from,
    String to,
    String endpoint,
    Outcome outcome,
    @Nullable Started deployment,
    boolean supersede,
    @Nullable UUID maySupersede,
    @Nullable UUID supersedes,
    @Nullable String refusal,
    @Nullable String putOff,
    String reason,
    String requestedBy,
    Instant createdAt,
    List<GateVerdict> gates,
    List<Decision> decisions,
    @Nullable String breakGlass,
    @Nullable Instant expiresAt,
    @Nullable Plan plan) {

  /** Whether somebody has approved it, or a check has let it pass. */
  boolean decidedOn() {
    return decisions.stream()
        .anyMatch(one ->
            switch (one.kind()) {
              case APPROVED, CHECK_PASSED -> true;
              case REJECTED, CHECK_FAILED, BREAK_GLASS, CANCELED -> false;
            });
  }

  /** The deployment that a promotion started, and its state now. */
  public record Started(UUID id, DeploymentState state) {}

  /** The outcome of a promotion. */
  public enum Outcome {
    /**
     * Not all gates are open, or they are and the endpoint's place is taken. The promotion begins
     * by itself when that has changed. It holds no place.
     */
    PENDING_APPROVAL,
    /** It begins as soon as the deployment that it supersedes has ended. */
    WAITING,
    /** A deployment was started; its state tells the rest. */
    DEPLOYING,
    /** The environment ran exactly this already. */
    NO_CHANGES,
    /** It was refused, at once or after it had waited; its refusal says why. */
    REFUSED,
    /** Somebody called it off before it began. */
    CANCELED;

    /** Whether it is to begin yet. */
    boolean waits() {
      return switch (this) {
        case WAITING, PENDING_APPROVAL -> true;
        case DEPLOYING, NO_CHANGES, REFUSED, CANCELED -> false;
      };
    }

    /** Whether something more will happen by itself. */
    boolean goesOn() {
      return switch (this) {
        case DEPLOYING, WAITING, PENDING_APPROVAL -> true;
        case NO_CHANGES, REFUSED, CANCELED -> false;
      };
    }
  }
}
