package dev.slipway.endpoint;

import dev.slipway.environment.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that an update brings up.
 *
 * @param instances how many; 0 when serverless
 * @param kept SageMaker is asked to keep the live count, whatever the configuration says
 */
public record Capacity(int instances, boolean kept) {

  /**
   * What autoscaling has made of the fleet is kept, also on instances of another type. Where the
   * release itself changes the count, the new fleet is still not smaller than traffic has needed,
   * within the release's bounds.
   *
   * @param serving what serves now; null for nothing
   * @param live how many instances serve; null when AWS does not say
   */
  public static Capacity of(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, @Nullable Integer live) {
    int asked = wanted.hosting().count();
    Scaling scaling = wanted.autoscaling();
    if (serving == null
        || serving.autoscaling() == null
        || serving.hosting().serverless() != null
        || wanted.hosting().serverless() != null
        || scaling == null
        || live == null) {
      return new Capacity(asked, false);
    }
    int least = serving.hosting().count() == asked ? 1 : asked;
    int instances = Math.max(least, Math.min(live, scaling.most()));
    return new Capacity(instances, instances == live);
  }

  /**
   * What comes up where the count is to be taken from a configuration that was written when another
   * number served. One that is too small for what serves now is not taken: the fleet stays as large
   * as it is, and autoscaling brings it within the release's bounds once the release serves.
   *
   * @param written the configuration's count
   * @param live how many instances serve
   */
  public Capacity written(int written, int live) {
    return written < instances ? new Capacity(live, true) : new Capacity(written, false);
  }

  /** Whether the fleet is an autoscaled one whose count is not kept: only the count is left out. */
  public static boolean recounted(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, Capacity capacity) {
    return !capacity.kept()
        && serving != null
        && serving.autoscaling() != null
        && wanted.autoscaling() != null
        && serving.hosting().serverless() == null
        && wanted.hosting().serverless() == null;
  }
}
