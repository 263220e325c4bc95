package dev.slipway.endpoint;

import dev.slipway.environment.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that an update brings up.
 *
 * @param instances how many
 * @param kept SageMaker is asked to keep the live count, whatever the configuration says
 */
public record Capacity(int instances, boolean kept) {

  /**
   * What autoscaling has made of the fleet is kept. Where the release changes the fleet itself the
   * count cannot be retained, but the new fleet is not smaller than traffic has needed.
   *
   * @param serving what serves now; null for nothing
   * @param live how many instances serve; null when AWS does not say
   */
  public static Capacity of(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, @Nullable Integer live) {
    int asked = wanted.hosting().count();
    Scaling scaling = wanted.autoscaling();
    if (serving == null || serving.autoscaling() == null || scaling == null || live == null) {
      return new Capacity(asked, false);
    }
    if (serving.hosting().equals(wanted.hosting())) return new Capacity(live, true);
    return new Capacity(Math.max(asked, Math.min(live, scaling.maxInstances())), false);
  }
}
