package dev.slipway.environment;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion to an environment must pass. A member that is absent asks for nothing.
 *
 * @param approvedVersion whether somebody must have approved the version
 * @param soakSeconds how long the version must have served the environment before, without a
 *     rollback
 * @param instanceTypes the types that may be used; {@code *} stands for any characters
 * @param maxInstances the most instances that a fleet may grow to
 * @param maxCostPerHour the most that a fleet may cost per hour at its largest, by list prices
 * @param freezes when nothing may be begun
 * @param approvals how many people other than the requester must approve
 * @param checks what must answer from outside
 * @param waitSeconds how long a promotion may wait for its gates; null for a week
 */
public record GateRules(
    @Nullable Boolean approvedVersion,
    @Nullable Integer soakSeconds,
    @Nullable List<String> instanceTypes,
    @Nullable Integer maxInstances,
    @Nullable Double maxCostPerHour,
    @Nullable List<Freeze> freezes,
    @Nullable Integer approvals,
    @Nullable List<ExternalCheck> checks,
    @Nullable Integer waitSeconds) {

  /** Nothing but what the rest of the profile says. */
  public static final GateRules NONE =
      new GateRules(null, null, null, null, null, null, null, null, null);

  private static final Duration WEEK = Duration.ofDays(7);

  /** Whether somebody must have approved the version. */
  public boolean wantsApprovedVersion() {
    return Boolean.TRUE.equals(approvedVersion);
  }

  /**
   * Something outside that looks at a promotion and answers by a call of its own.
   *
   * @param deadlineSeconds how long it has for that, from when it was asked about the promotion
   */
  public record ExternalCheck(String name, int deadlineSeconds) {}

  /** What must answer from outside; empty for nothing. */
  public List<ExternalCheck> checking() {
    return checks == null ? List.of() : checks;
  }

  /** How long a promotion may wait for its gates. */
  public Duration patience() {
    return waitSeconds == null ? WEEK : Duration.ofSeconds(waitSeconds);
  }

  /** When nothing may be begun; empty for never. */
  public List<Freeze> freezing() {
    return freezes == null ? List.of() : freezes;
  }
}
