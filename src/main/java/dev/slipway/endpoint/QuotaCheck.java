package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether an account's quota of instances leaves room for both fleets of an update. The need
 * of this endpoint is certain. The instances of others are known only as far as they are on record,
 * so they lead to a remark and not to a refusal. Where a release names alternative types, each is
 * looked at, and the plan is refused only when SageMaker would refuse all of them.
 */
final class QuotaCheck {

  /** The code of a plan that the quota does not leave room for. */
  static final String TOO_SMALL = "quota-too-small";

  private QuotaCheck() {}

  /**
   * The numbers that matter for a type of instance.
   *
   * @param quota how many of the type the account may have
   * @param serving how many of the type this endpoint has; 0 for none
   * @param others how many of the type other endpoints on record have, at least
   */
  record Instances(String type, int quota, int serving, int others) {

    private boolean refuses(int more) {
      return serving + more > quota;
    }

    private boolean mayRefuse(int more) {
      return serving + more + others > quota;
    }
  }

  /**
   * The remark on the quota; empty when there is room.
   *
   * @param before the release that serves and is updated; null for none
   * @param fleet how many instances the new fleet has
   * @param told the numbers of the release's types, the preferred one first, as far as Service
   *     Quotas tells
   * @throws Refused (422, {@value #TOO_SMALL}) when no type fits
   */
  static Optional<Remark> check(
      ReleaseSpec wanted, @Nullable ReleaseSpec before, int fleet, List<Instances> told) {
    List<String> types = wanted.hosting().types();
    int more = more(wanted.rollout(), before == null, fleet);
    if (told.isEmpty()) return Optional.empty();
    if (told.size() == types.size() && told.stream().allMatch(one -> one.refuses(more))) {
      throw refusal(wanted.rollout(), before == null, fleet, told);
    }
    if (types.size() > 1) return Optional.of(ofEach(types, told, more));
    Instances only = told.getFirst();
    if (!only.mayRefuse(more)) return Optional.empty();
    return Optional.of(
        new Remark(
            Severity.WARNING,
            TOO_SMALL,
            sentence(only, more) + others(only),
            wayOut(wanted.rollout(), before == null, fleet, only)));
  }

  /**
   * The remark on the quota for a way back, which is never refused.
   *
   * @param policy the rollout policy by the number of instances that come up
   * @param first whether an endpoint is created, and none updated
   * @param rather how many instances come up instead where SageMaker refuses the fleet; null for
   *     none
   * @param told the numbers of the type on which the release comes back; no other type is tried
   */
  static Optional<Remark> back(
      IntFunction<RolloutPolicy> policy,
      boolean first,
      int fleet,
      @Nullable Integer rather,
      Instances told) {
    int more = more(policy.apply(fleet), first, fleet);
    if (!told.mayRefuse(more)) return Optional.empty();
    return Optional.of(
        new Remark(
            Severity.WARNING,
            TOO_SMALL,
            sentence(told, more)
                + (told.refuses(more) ? " SageMaker would refuse the update." : others(told))
                + (rather == null
                    ? ""
                    : instead(rather, more(policy.apply(rather), first, rather), told)),
            raise(told)
                + ", or promote that version again "
                + again(policy.apply(fleet), first, fleet, told)));
  }

  private static String instead(int rather, int more, Instances told) {
    return told.refuses(more)
        ? " It would refuse the release's own " + rather + " as well."
        : " The fleet then comes back with the release's own "
            + rather
            + (told.mayRefuse(more) ? ", if there is room for them." : ".");
  }

  private static String again(RolloutPolicy policy, boolean first, int fleet, Instances has) {
    if (maySaveByRolling(policy, first, fleet, has)) {
      return "with the strategy ROLLING, which replaces the fleet in batches and adds at most "
          + fleet / 2
          + ".";
    }
    int more = more(policy, first, fleet);
    int room = has.quota() - has.serving() - (has.refuses(more) ? 0 : has.others());
    return policy.strategy() == Strategy.ROLLING && room >= Math.ceilDiv(fleet, 20) && room < more
        ? "in batches of at most " + room + "."
        : "with fewer instances or of another type.";
  }

  private static Refused refusal(
      RolloutPolicy policy, boolean first, int fleet, List<Instances> told) {
    int more = more(policy, first, fleet);
    return Refused.field(
        TOO_SMALL,
        policy.strategy() == Strategy.ROLLING ? "/hosting/instance_count" : "/rollout/strategy",
        told.stream().map(one -> sentence(one, more)).collect(Collectors.joining(" "))
            + " SageMaker would refuse the update"
            + (told.size() > 1 ? " on each of them. " : ". ")
            + wayOut(policy, first, fleet, told.getFirst()));
  }

  /**
   * The remark that says of each type whether there is room. It is a warning where some type has
   * none.
   */
  private static Remark ofEach(List<String> types, List<Instances> told, int more) {
    boolean scarce = told.stream().anyMatch(one -> one.mayRefuse(more));
    List<String> sentences = new ArrayList<>();
    for (Instances one : told) {
      String follows =
          one.refuses(more)
              ? " SageMaker would refuse it, and the next one is tried."
              : one.mayRefuse(more) ? others(one) : " There is room.";
      sentences.add(sentence(one, more) + follows);
    }
    List<String> untold = new ArrayList<>(types);
    told.forEach(one -> untold.remove(one.type()));
    if (!untold.isEmpty()) {
      sentences.add("Service Quotas does not tell of " + String.join(", ", untold) + ".");
    }
    return new Remark(
        scarce ? Severity.WARNING : Severity.NOTE,
        scarce ? TOO_SMALL : "quota-leaves-room",
        String.join(" ", sentences),
        scarce
            ? "Ask Service Quotas for more of each type \"for endpoint usage\", or list others."
            : null);
  }

  /** How many instances an update adds for as long as it runs, at least. */
  private static int more(RolloutPolicy policy, boolean first, int fleet) {
    return first || policy.strategy() != Strategy.ROLLING || policy.maximumBatchSize() == null
        ? fleet
        : FleetShares.size(policy.maximumBatchSize(), fleet);
  }

  private static String sentence(Instances has, int more) {
    return "The account's quota for "
        + has.type()
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

  private static String others(Instances has) {
    return " Other endpoints on record have "
        + has.others()
        + " of them, so SageMaker may refuse it.";
  }

  private static String wayOut(RolloutPolicy policy, boolean first, int fleet, Instances has) {
    return maySaveByRolling(policy, first, fleet, has)
        ? raise(has)
            + ", or use the strategy ROLLING, which replaces the fleet in batches and adds at most "
            + fleet / 2
            + "."
        : raise(has) + ", or use fewer instances or another type.";
  }

  private static String raise(Instances has) {
    return "Ask Service Quotas for more of \"" + has.type() + " for endpoint usage\"";
  }

  private static boolean maySaveByRolling(
      RolloutPolicy policy, boolean first, int fleet, Instances has) {
    return !first
        && fleet >= 2
        && policy.strategy() != Strategy.ROLLING
        && has.serving() + fleet / 2 <= has.quota();
  }
}
