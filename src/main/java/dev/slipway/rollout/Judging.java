package dev.slipway.rollout;

import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.JudgedBakes;
import dev.slipway.judge.Evidence;
import dev.slipway.judge.Judge;
import dev.slipway.judge.JudgeRules;
import dev.slipway.judge.JudgeRules.Meaning;
import dev.slipway.judge.Look;
import dev.slipway.judge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the judge once about each bake in which both fleets serve, as late as an abort still allows.
 * The environment says what follows from its verdict. Where that is an abort, it is a decision to
 * undo the deployment like any other.
 *
 * <p>A look is lost when CloudWatch does not answer in time, or no process runs. The minutes can
 * still be read later, so the look is made up for at the first chance: at best in a bake, in which
 * SageMaker heeds the lever. What cannot be made up for is a judgement too, of insufficient
 * evidence. So each bake has one judgement on record in the end.
 */
final class Judging {

  /** The pause before CloudWatch is asked again; with a poll's two calls one in 5 s. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(15);

  /** How often in a row CloudWatch may fail to answer once the release serves. */
  private static final int MOST_FAILURES = 4;

  private static final Evidence NONE = new Evidence(List.of(), List.of());

  private Judging() {}

  /** When the judge is to look at a bake; empty when it is not to look, or has looked. */
  static Optional<Instant> due(StepContext context, Optional<Bake> bake) {
    return rules(context) == null
        ? Optional.empty()
        : bake.flatMap(present ->
                open(context).stream().filter(one -> isSame(context, one, present)).findFirst())
            .map(Judging::due);
  }

  /**
   * The look at this bake or at an earlier one, while SageMaker is at work; empty while none is
   * due.
   */
  static Optional<Outcome> during(
      StepContext context, LiveEndpoint live, Optional<Bake> bake, Sight sight) {
    JudgeRules rules = rules(context);
    if (rules == null) return Optional.empty();
    if (bake.filter(present -> present.shared() && !isKnown(context, present)).isPresent()) {
      // On record, so that a look at it can be made up for when its time has passed.
      Memory memory = context.memory().baking(bake.get(), looks(context, live));
      return Optional.of(new Outcome.Examined(null, "", memory, null, sight));
    }
    Optional<Bake> next =
        open(context).stream().filter(one -> !context.now().isBefore(due(one))).findFirst();
    // No bake with both fleets follows, so SageMaker heeds the lever for the last time.
    Optional<Instant> lastChance =
        bake.filter(present -> !present.shared()).map(last -> last.until().minus(Look.ABORT));
    return next.isPresent()
        ? next.map(one -> {
          try {
            return look(context, live, rules, one, sight);
          } catch (CloudFailure failure) {
            Duration left =
                lastChance.map(it -> Duration.between(context.now(), it)).orElse(ASK_AGAIN);
            if (!failure.passing() || !left.isPositive()) {
              return untold(context, live, rules, one, failure, sight);
            }
            if (failure.until().isPresent()) throw failure;
            return new Outcome.Waiting(
                left.compareTo(ASK_AGAIN) < 0 ? left : ASK_AGAIN,
                (failure.asked() ? "AWS" : "credentials") + ", for the judge: " + failure.told(),
                sight);
          }
        })
        : lastChance.flatMap(any -> unseen(context, live, rules, sight));
  }

  /**
   * The look that was made during no bake, once the release serves: nothing but a deployment of its
   * own can take the release back then.
   */
  static Optional<Outcome> afterwards(StepContext context, LiveEndpoint live, Sight sight) {
    JudgeRules rules = rules(context);
    if (rules == null) return Optional.empty();
    List<Bake> open = open(context);
    if (open.isEmpty()) return unseen(context, live, rules, sight);
    try {
      return Optional.of(look(context, live, rules, open.getFirst(), sight));
    } catch (CloudFailure failure) {
      if (failure.passing() && context.memory().pace().failures() < MOST_FAILURES) throw failure;
      return Optional.of(untold(context, live, rules, open.getFirst(), failure, sight));
    }
  }

  private static Outcome look(
      StepContext context, LiveEndpoint live, JudgeRules rules, Bake bake, Sight sight) {
    Judgement.Query query = query(context, live, bake);
    Evidence evidence = FleetEvidence.read(context.cloud().metrics(), query);
    int looks = Math.max(looks(context, live), judgements(context).size() + 1);
    Verdict verdict = Judge.judge(rules, evidence, looks);
    return ruled(context, rules, bake.since(), query, evidence, verdict, sight);
  }

  /** The judgement of a bake of which CloudWatch does not tell. */
  private static Outcome untold(
      StepContext context,
      LiveEndpoint live,
      JudgeRules rules,
      Bake bake,
      CloudFailure failure,
      Sight sight) {
    String why =
        failure.passing()
            ? (failure.asked()
                    ? "CloudWatch did not say in time what the fleets did: "
                    : "CloudWatch was not asked in time what the fleets did: ")
                + failure.told()
            : "CloudWatch refused to say what the fleets did: " + failure.text();
    return ruled(
        context, rules, bake.since(), query(context, live, bake), NONE, nothing(why), sight);
  }

  /** The judgement of a bake that Slipway has not seen at all; empty where it has seen all. */
  private static Optional<Outcome> unseen(
      StepContext context, LiveEndpoint live, JudgeRules rules, Sight sight) {
    boolean planned =
        context.guarded() && context.spec().rollout().strategy() != Strategy.ALL_AT_ONCE;
    int looks = looks(context, live);
    int told = judgements(context).size() + open(context).size();
    if (!planned || told >= Math.max(1, looks)) return Optional.empty();
    long unseen = judgements(context).stream().filter(one -> one.bakeSince() == null).count();
    String why =
        looks < 1
            ? "The update had no bake in which both fleets serve."
            : "Slipway saw "
                + (told - unseen)
                + " of the "
                + looks
                + (looks == 1 ? " bake" : " bakes")
                + " in which both fleets serve, so it is not known which minutes to compare.";
    return Optional.of(ruled(context, rules, null, null, NONE, nothing(why), sight));
  }

  private static Judgement.Query query(StepContext context, LiveEndpoint live, Bake bake) {
    Look look = Look.at(bake.since(), bake.length());
    String after = Objects.requireNonNull(context.made().endpointConfigName());
    Memory.Before before = context.memory().before();
    return FleetEvidence.query(
        context,
        before != null && live.endpointConfigName().equals(after)
            ? before.endpointConfigName()
            : live.endpointConfigName(),
        after,
        look.from(),
        look.until());
  }

  private static Outcome ruled(
      StepContext context,
      JudgeRules rules,
      @Nullable Instant bakeSince,
      Judgement.@Nullable Query query,
      Evidence evidence,
      Verdict verdict,
      Sight sight) {
    Meaning meaning =
        switch (verdict.outcome()) {
          case PASS -> Meaning.CONTINUE;
          case FAIL -> rules.onFail();
          case INSUFFICIENT_EVIDENCE -> rules.onInsufficientEvidence();
        };
    String follows =
        switch (meaning) {
          case CONTINUE -> " The update goes on.";
          case ABORT -> " The update is aborted.";
        };
    Judgement judgement =
        new Judgement(
            bakeSince,
            context.now(),
            query,
            verdict.outcome(),
            meaning,
            verdict.findings(),
            evidence.before(),
            evidence.after(),
            verdict.sentence());
    Abort.Cause cause =
        verdict.outcome() == Verdict.Outcome.FAIL ? Abort.Cause.JUDGE : Abort.Cause.NO_EVIDENCE;
    return new Outcome.Examined(
        switch (verdict.outcome()) {
          case PASS -> "judge.passed";
          case FAIL -> "judge.failed";
          case INSUFFICIENT_EVIDENCE -> "judge.insufficient-evidence";
        },
        verdict.sentence() + follows,
        context.memory().judged(judgement),
        meaning == Meaning.ABORT ? Abort.bySlipway(cause, verdict.sentence(), context.now()) : null,
        sight);
  }

  private static Verdict nothing(String why) {
    return new Verdict(
        Verdict.Outcome.INSUFFICIENT_EVIDENCE,
        List.of(),
        "The judge had insufficient evidence: " + why);
  }

  /** How many looks the update has: all of them share one probability of a false alarm. */
  private static int looks(StepContext context, LiveEndpoint live) {
    Integer counted = context.memory().looks();
    if (counted != null) return counted;
    Integer instances =
        live.pending() == null || live.pending().variants().isEmpty()
            ? live.desiredInstances()
            : live.pending().variants().getFirst().desiredInstanceCount();
    return JudgedBakes.looks(context.spec(), instances == null ? 1 : Math.max(1, instances));
  }

  /**
   * The rules by which the fleets are compared; null where they are not: on a first release, on a
   * way back, and once the update goes back, whose minutes speak of one fleet alone.
   */
  private static @Nullable JudgeRules rules(StepContext context) {
    return context.updated() == null
            || context.deployment().kind() != DeploymentKind.PROMOTE
            || context.deployment().goesBack()
        ? null
        : context.spec().judge();
  }

  private static Instant due(Bake bake) {
    return Look.at(bake.since(), bake.length()).due();
  }

  /** The bakes that were seen and not judged yet. */
  private static List<Bake> open(StepContext context) {
    return context.memory().bakes().stream().filter(bake -> !isJudged(context, bake)).toList();
  }

  private static boolean isKnown(StepContext context, Bake bake) {
    return isJudged(context, bake)
        || context.memory().bakes().stream().anyMatch(one -> isSame(context, one, bake));
  }

  private static boolean isJudged(StepContext context, Bake bake) {
    return judgements(context).stream().anyMatch(one -> bake.since().equals(one.bakeSince()));
  }

  /** Where SageMaker does not say since when it bakes, a bake is told by the share of traffic. */
  private static boolean isSame(StepContext context, Bake known, Bake bake) {
    return known.since().equals(bake.since())
        || (bake.since().equals(context.now()) && known.share() == bake.share());
  }

  private static List<Judgement> judgements(StepContext context) {
    return context.memory().judgements();
  }
}
