package dev.slipway.endpoint;

import dev.slipway.environment.Scaling;
import java.util.Optional;
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
   * within the release's bounds. One that somebody has shrunk below these bounds is not kept, so
   * that the update that mends it is not held to the rules of a smaller fleet. A way back, which is
   * held to none, keeps it, and also what nothing has scaled: all traffic moves at once, and
   * autoscaling could let the fleet grow only after that. It then brings the fleet within the
   * release's bounds, too.
   *
   * @param serving what serves now; null for nothing
   * @param live how many instances serve; null when AWS does not say
   * @param back not forward
   */
  public static Capacity of(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, @Nullable Integer live, boolean back) {
    int asked = wanted.hosting().count();
    Scaling scaling = wanted.autoscaling();
    if (serving == null || scaling == null || live == null || !follows(serving, wanted, back)) {
      return new Capacity(asked, false);
    }
    if (serving.autoscaling() == null) {
      return live < asked ? new Capacity(asked, false) : new Capacity(live, true);
    }
    int allowed = back ? 1 : scaling.least();
    int least = serving.hosting().count() == asked ? allowed : Math.max(asked, allowed);
    int instances = Math.max(least, Math.min(live, scaling.most()));
    return new Capacity(instances, instances == live);
  }

  /** The same of an update that leads forward. */
  static Capacity of(@Nullable ReleaseSpec serving, ReleaseSpec wanted, @Nullable Integer live) {
    return of(serving, wanted, live, false);
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

  /**
   * What a way back brings rather than be refused, where the account's quota has no room to keep a
   * fleet that no traffic is known to need: somebody asked for its size, or it is on no record.
   *
   * @param serving the release on record as serving; null for none
   * @param onRecord whether it is what serves
   */
  public static Optional<Capacity> rather(
      @Nullable ReleaseSpec serving, ReleaseSpec restored, Capacity capacity, boolean onRecord) {
    boolean scaled = onRecord && serving != null && serving.autoscaling() != null;
    int asked = restored.hosting().count();
    return !capacity.kept() || scaled || asked >= capacity.instances()
        ? Optional.empty()
        : Optional.of(new Capacity(asked, false));
  }

  /** Whether the fleet follows the one that serves, and its count is not kept: it is left out. */
  public static boolean recounted(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, Capacity capacity, boolean back) {
    return !capacity.kept() && serving != null && follows(serving, wanted, back);
  }

  /** Whether the new fleet is as large as the one that serves, as far as its bounds let it. */
  private static boolean follows(ReleaseSpec serving, ReleaseSpec wanted, boolean back) {
    return wanted.autoscaling() != null
        && (back || serving.autoscaling() != null)
        && serving.hosting().serverless() == null
        && wanted.hosting().serverless() == null;
  }
}
