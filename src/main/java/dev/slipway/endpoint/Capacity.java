package dev.slipway.endpoint;

import dev.slipway.environment.Scaling;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that an update brings up.
 *
 * @param instances how many; 0 when serverless
 * @param kept whether SageMaker is asked to keep the live count, whatever the configuration says
 */
public record Capacity(int instances, boolean kept) {

  /**
   * The fleet that an update brings up. The size that autoscaling has given the fleet is kept, also
   * on instances of another type. Where the release itself changes the count, the new fleet is
   * still as large as traffic has needed, within the release's bounds. A size that somebody has
   * shrunk below these bounds is not kept, so that the update that mends it need not keep the rules
   * of a smaller fleet.
   *
   * <p>A way back need not keep those rules, so it keeps such a size. It also keeps a size that
   * nothing has scaled: all traffic moves at once, and autoscaling could let the fleet grow only
   * after that. Autoscaling then also brings the fleet within the release's bounds.
   *
   * @param serving the release that serves now; null for none
   * @param live how many instances serve; null when AWS does not say
   * @param back whether this is a way back
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

  /** The fleet that an update forward brings up. */
  static Capacity of(@Nullable ReleaseSpec serving, ReleaseSpec wanted, @Nullable Integer live) {
    return of(serving, wanted, live, false);
  }

  /**
   * The fleet that comes up where the configuration was written while another number of instances
   * served. The configuration's count is not taken if it is too small for the fleet that serves
   * now. The fleet then stays as large as it is, and autoscaling brings it within the release's
   * bounds once the release serves.
   *
   * @param written the configuration's count
   * @param live how many instances serve
   */
  public Capacity written(int written, int live) {
    return written < instances ? new Capacity(live, true) : new Capacity(written, false);
  }

  /**
   * The fleet that a way back brings up instead, where the account's quota has no room for the size
   * that is kept. That is possible only if no traffic is known to need that size: somebody asked
   * for it, or it is on no record.
   *
   * @param serving the release on record as serving; null for none
   * @param onRecord whether the endpoint really runs that release
   */
  public static Optional<Capacity> rather(
      @Nullable ReleaseSpec serving, ReleaseSpec restored, Capacity capacity, boolean onRecord) {
    boolean scaled = onRecord && serving != null && serving.autoscaling() != null;
    int asked = restored.hosting().count();
    return !capacity.kept() || scaled || asked >= capacity.instances()
        ? Optional.empty()
        : Optional.of(new Capacity(asked, false));
  }

  /**
   * Whether the new fleet gets its count from the fleet that serves without SageMaker keeping that
   * count, so that the configuration's count is not used.
   */
  public static boolean recounted(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, Capacity capacity, boolean back) {
    return !capacity.kept() && serving != null && follows(serving, wanted, back);
  }

  /** Whether the new fleet is as large as the fleet that serves, as far as its bounds allow. */
  private static boolean follows(ReleaseSpec serving, ReleaseSpec wanted, boolean back) {
    return wanted.autoscaling() != null
        && (back || serving.autoscaling() != null)
        && serving.hosting().serverless() == null
        && wanted.hosting().serverless() == null;
  }
}
