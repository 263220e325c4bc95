package dev.slipway.environment;

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
 */
public record GateRules(
    @Nullable Boolean approvedVersion,
    @Nullable Integer soakSeconds,
    @Nullable List<String> instanceTypes,
    @Nullable Integer maxInstances,
    @Nullable Double maxCostPerHour,
    @Nullable List<Freeze> freezes) {

  /** Nothing but what the rest of the profile says. */
  public static final GateRules NONE = new GateRules(null, null, null, null, null, null);

  /** Whether somebody must have approved the version. */
  public boolean wantsApprovedVersion() {
    return Boolean.TRUE.equals(approvedVersion);
  }

  /** When nothing may be begun; empty for never. */
  public List<Freeze> freezing() {
    return freezes == null ? List.of() : freezes;
  }
}
