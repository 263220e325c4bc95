package dev.slipway.endpoint;

import dev.slipway.cloud.Serverless;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Scaling;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides with how much provisioned concurrency a serverless release comes up. SageMaker retains
 * counts and weights over an update, but not this (API reference, VariantProperty). All traffic
 * moves to the new configuration at once, so the value that autoscaling has reached is written into
 * it.
 */
public final class KeptWarm {

  private KeptWarm() {}

  /**
   * The release's hosting, with as much provisioned concurrency as traffic has needed, within its
   * bounds.
   *
   * @param serving the release that serves now; null for none
   * @param live the serverless variant as AWS has it now; null where none serves
   * @param back whether this is a way back: then a value that nothing has scaled is kept too, see
   *     {@link Capacity}
   */
  public static Hosting of(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, @Nullable Serverless live, boolean back) {
    Hosting released = wanted.hosting();
    Serverless asked = released.serverless();
    Scaling scaling = wanted.autoscaling();
    if (serving == null
        || asked == null
        || scaling == null
        || asked.provisionedConcurrency() == null
        || live == null
        || live.provisionedConcurrency() == null
        || !(back || serving.autoscaling() != null)) {
      return released;
    }
    int most = Math.min(scaling.most(), asked.maxConcurrency());
    int warm =
        Math.max(asked.provisionedConcurrency(), Math.min(live.provisionedConcurrency(), most));
    return released.on(new Serverless(asked.memoryMb(), asked.maxConcurrency(), warm));
  }

  /**
   * The remark on what becomes of the present provisioned concurrency; empty where the release asks
   * for as much, or more.
   */
  static Optional<Remark> remark(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, @Nullable Serverless live, boolean back) {
    Serverless asked = wanted.hosting().serverless();
    Serverless written = of(serving, wanted, live, back).serverless();
    if (asked == null || written == null || live == null) return Optional.empty();
    int now = warm(live);
    if (now <= warm(asked)) return Optional.empty();
    String are = now + " environments are warm (provisioned concurrency)";
    return Optional.of(
        warm(written) == now
            ? new Remark(
                Severity.NOTE,
                "capacity-is-kept",
                are + ", and as many come with the release, which itself has " + warm(asked) + ".",
                null)
            : new Remark(
                Severity.WARNING,
                "capacity-changes",
                are + ", and " + warm(written) + " will be with this release.",
                "If traffic needs them, promote a release with "
                    + (wanted.autoscaling() != null && wanted.autoscaling().most() < now
                        ? "autoscaling.max_instances"
                        : "hosting.serverless.provisioned_concurrency")
                    + " of at least "
                    + now
                    + "."));
  }

  private static int warm(Serverless serverless) {
    return Objects.requireNonNullElse(serverless.provisionedConcurrency(), 0);
  }
}
