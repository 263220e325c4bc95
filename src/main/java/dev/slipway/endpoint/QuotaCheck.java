package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an account's quota of instances leaves room for both fleets of an update. What this
 * endpoint alone needs is certain and refused; what others have is known only as far as it is on
 * record, and said.
 */
final class QuotaCheck {

  /** The code of a plan that the quota does not leave room for. */
  static final String TOO_SMALL = "quota-too-small";

  private QuotaCheck() {}

  /**
   * The instances that count.
   *
   * @param quota how many of the type the account may have
   * @param serving how many of the type this endpoint has; 0 for none
   * @param others how many of the type other endpoints on record have, at least
   */
  record Instances(int quota, int serving, int others) {}

  /** What is worth knowing; empty when there is room. */
  static Optional<Remark> check(
      ReleaseSpec wanted, @Nullable ReleaseSpec before, int fleet, Instances has) {
    RolloutPolicy policy = wanted.rollout();
    int more = more(policy, before == null, fleet);
    int alone = has.serving() + more;
    String type = wanted.hosting().type();
    if (alone > has.quota()) {
      throw Refused.field(
          TOO_SMALL,
          policy.strategy() == Strategy.ROLLING ? "/hosting/instance_count" : "/rollout/strategy",
          sentence(type, has, more)
              + " SageMaker would refuse the update. "
              + wayOut(wanted, before == null, fleet, has));
    }
    if (alone + has.others() <= has.quota()) return Optional.empty();
    return Optional.of(
        new Remark(
            Severity.WARNING,
            TOO_SMALL,
            sentence(type, has, more)
                + " Other endpoints on record have "
                + has.others()
                + " of them, so SageMaker may refuse it.",
            wayOut(wanted, before == null, fleet, has)));
  }

  /** How many instances an update adds for as long as it runs, at least. */
  private static int more(RolloutPolicy policy, boolean first, int fleet) {
    return first || policy.strategy() != Strategy.ROLLING || policy.maximumBatchSize() == null
        ? fleet
        : FleetShares.size(policy.maximumBatchSize(), fleet);
  }

  private static String sentence(String type, Instances has, int more) {
    return "The account's quota for "
        + type
        + " on endpoints is "
        + has.quota()
        + (has.serving() == 0
            ? "; the fleet needs " + more + "."
            : ", and the update needs "
                + more
                + " more beside the "
                + has.serving()
                + " that serve: "
                + (has.serving() + more)
                + " in all.");
  }

  private static String wayOut(ReleaseSpec wanted, boolean first, int fleet, Instances has) {
    String raise =
        "Ask Service Quotas for more of \"" + wanted.hosting().type() + " for endpoint usage\"";
    boolean fits = has.serving() + fleet / 2 <= has.quota();
    return first || fleet < 2 || !fits || wanted.rollout().strategy() == Strategy.ROLLING
        ? raise + ", or use fewer instances or another type."
        : raise
            + ", or use the strategy ROLLING, which replaces the fleet in batches and adds at most "
            + fleet / 2
            + ".";
  }
}
