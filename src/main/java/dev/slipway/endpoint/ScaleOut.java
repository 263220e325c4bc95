package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Scaling;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a fleet is enlarged before an update freezes its size, because its recent peak
 * needs more instances than serve.
 */
public final class ScaleOut {

  private ScaleOut() {}

  /**
   * A fleet as it is now.
   *
   * @param serving how many instances serve; null when AWS does not say
   * @param growsTo how many instances autoscaling allows now, which its schedule may change; null
   *     where nothing scales the fleet
   */
  record Fleet(@Nullable Integer serving, @Nullable Integer growsTo) {}

  /** Whether the release asks for it, and SageMaker lets the fleet be scaled until the update. */
  public static boolean concerns(ReleaseSpec before, ReleaseSpec wanted) {
    Scaling scaling = wanted.autoscaling();
    return scaling != null
        && scaling.scalesOutFirst()
        && before.autoscaling() != null
        && before.hosting().serverless() == null
        && wanted.hosting().serverless() == null
        && !before.refusedWhileScaled(wanted);
  }

  /**
   * The size to which a fleet is enlarged; empty where it is not.
   *
   * @param now its size, and the size to which it may grow
   */
  static OptionalInt to(ReleaseSpec before, ReleaseSpec wanted, Fleet now, Traffic traffic) {
    if (now.serving() == null || now.growsTo() == null || !concerns(before, wanted)) {
      return OptionalInt.empty();
    }
    OptionalInt peak = traffic.instancesAtPeak(scaling(before));
    if (peak.isEmpty()) return peak;
    int least = Math.min(peak.getAsInt(), now.growsTo());
    return least > now.serving() ? OptionalInt.of(least) : OptionalInt.empty();
  }

  /**
   * Whether the bounds are put back after the update: the release has other bounds than the raised
   * ones.
   */
  static boolean putsBack(ReleaseSpec before, ReleaseSpec wanted, int least) {
    int most = Math.max(least, scaling(before).maxInstances());
    return scaling(wanted).minInstances() != least || scaling(wanted).maxInstances() != most;
  }

  /** The remark that tells a person what is done. */
  static Optional<Remark> remark(
      ReleaseSpec before, ReleaseSpec wanted, Fleet now, Traffic traffic) {
    OptionalInt least = to(before, wanted, now, traffic);
    if (least.isEmpty()) return Optional.empty();
    int most = scaling(wanted).most();
    boolean shrinks = least.getAsInt() > most;
    return Optional.of(
        new Remark(
            shrinks ? Severity.WARNING : Severity.NOTE,
            "scales-out-first",
            String.format(
                Locale.ROOT,
                "The busiest minute of the last three hours had %.0f requests, for which"
                    + " autoscaling wants %d instances, and %d serve. Before the update freezes the"
                    + " fleet, RegisterScalableTarget raises its least to %d, and after the update"
                    + " back to %d.%s",
                traffic.peakPerMinute(),
                least.getAsInt(),
                now.serving(),
                least.getAsInt(),
                scaling(wanted).minInstances(),
                shrinks
                    ? " The release has no more than " + most + ", to which it then shrinks."
                    : ""),
            shrinks
                ? "Set autoscaling.max_instances to at least "
                    + least.getAsInt()
                    + " if traffic needs them."
                : null));
  }

  private static Scaling scaling(ReleaseSpec spec) {
    return Objects.requireNonNull(spec.autoscaling());
  }
}
