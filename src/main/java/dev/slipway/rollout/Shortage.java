package dev.slipway.rollout;

import dev.slipway.cloud.CloudFailure;
import dev.slipway.endpoint.Alternatives;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The instance types that are tried one after another while AWS has no capacity. A deployment tries
 * one type, and the next deployment tries the next.
 *
 * @param types in the order of preference, at least two
 * @param tries how many have been tried, this deployment's type included; after the last type the
 *     list begins anew
 * @param previous the deployment that found no capacity before this one; null for the first
 */
public record Shortage(List<String> types, int tries, @Nullable UUID previous) {

  /** The reason code of an update that found no capacity, or no room within the quota. */
  static final String CODE = "insufficient-capacity";

  /** Whether SageMaker's reason is that there are no instances of the type to be had. */
  static boolean told(@Nullable String failureReason) {
    String reason = String.valueOf(failureReason).toLowerCase(Locale.ROOT);
    return reason.contains("insufficientinstancecapacity")
        || reason.contains("insufficient capacity")
        || reason.contains("unable to provision requested ml compute capacity");
  }

  /** Whether AWS refused a fleet over its quota, and another type may have room. */
  static boolean met(Deployment deployment, CloudFailure failure) {
    return failure.kind() == CloudFailure.Kind.QUOTA
        && deployment.step() == StepName.ENDPOINT
        && deployment.memory().shortage() != null;
  }

  /** Whether another type is tried. */
  boolean more() {
    return tries < types.size() * Alternatives.ROUNDS;
  }

  /** The type that is tried next. */
  String next() {
    return types.get(tries % types.size());
  }

  /**
   * How long to wait before the next type: not at all within the list, and longer each time that
   * the whole list was in vain.
   */
  Duration pause() {
    int round = tries / types.size();
    return tries % types.size() != 0 || round == 0
        ? Duration.ZERO
        : Alternatives.FIRST_PAUSE.multipliedBy(1L << (round - 1));
  }

  Shortage tried() {
    return new Shortage(types, tries + 1, previous);
  }

  Shortage after(UUID deployment) {
    return new Shortage(types, tries + 1, deployment);
  }
}
