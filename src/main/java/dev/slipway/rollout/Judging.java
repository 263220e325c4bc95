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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the judge once in each bake in which both fleets serve, as late as an abort still allows.
 * The environment says what follows from its verdict. Where that is an abort, it is a decision to
 * undo the deployment like any other.
 */
final class Judging {

  private Judging() {}

  /** When the judge is to look at a bake; empty when it is not to look, or has looked. */
  static Optional<Instant> due(StepContext context, Optional<Bake> bake) {
    if (rules(context) == null || bake.isEmpty() || !bothServe(bake.get())) return Optional.empty();
    Instant since = bake.get().since();
    boolean looked = judgements(context).stream().anyMatch(one -> since.equals(one.bakeSince()));
    return looked ? Optional.empty() : Optional.of(Look.at(since, bake.get().length()).due());
  }

  /** The look at a bake; empty while it is not due. */
  static Optional<Outcome> look(
      StepContext context, LiveEndpoint live, Optional<Bake> bake, Sight sight) {
    JudgeRules rules = rules(context);
    Optional<Instant> due = due(context, bake);
    if (rules == null || due.isEmpty() || context.now().isBefore(due.get())) {
      return Optional.empty();
    }
    Look look = Look.at(bake.orElseThrow().since(), bake.orElseThrow().length());
    Judgement.Query query =
        FleetEvidence.query(
            context,
            live.endpointConfigName(),
            Objects.requireNonNull(context.made().endpointConfigName()),
            look.from(),
            look.until());
    Evidence evidence;
    Verdict verdict;
    try {
      evidence = FleetEvidence.read(context.cloud().metrics(), query);
      verdict = Judge.judge(rules, evidence, looks(context, live));
    } catch (CloudFailure failure) {
      if (failure.passing()) throw failure;
      evidence = new Evidence(List.of(), List.of());
      verdict = nothing("CloudWatch refused to say what the fleets did: " + failure.text());
    }
    return Optional.of(
        ruled(context, rules, bake.orElseThrow().since(), query, evidence, verdict, sight));
  }

  /**
   * The verdict of a deployment in which the judge never looked, for example because no process ran
   * during the bake: no evidence.
   */
  static Optional<Outcome> missed(StepContext context, Sight sight) {
    JudgeRules rules = rules(context);
    boolean planned =
        context.guarded() && context.spec().rollout().strategy() != Strategy.ALL_AT_ONCE;
    if (rules == null || !planned || !judgements(context).isEmpty()) return Optional.empty();
    return Optional.of(
        ruled(
            context,
            rules,
            null,
            null,
            new Evidence(List.of(), List.of()),
            nothing(
                "The update was over before the judge could look at a bake in which both fleets"
                    + " serve."),
            sight));
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

  /** All looks share one probability of a false alarm, so their number must not be too small. */
  private static int looks(StepContext context, LiveEndpoint live) {
    Integer instances =
        live.pending() == null || live.pending().variants().isEmpty()
            ? null
            : live.pending().variants().getFirst().desiredInstanceCount();
    int planned =
        JudgedBakes.looks(context.spec().rollout(), instances == null ? 1 : Math.max(1, instances));
    return Math.max(planned, judgements(context).size() + 1);
  }

  /**
   * The rules by which the fleets are compared; null where they are not: on a first release, and on
   * a way back.
   */
  private static @Nullable JudgeRules rules(StepContext context) {
    return context.updated() == null || context.deployment().kind() != DeploymentKind.PROMOTE
        ? null
        : context.spec().judge();
  }

  private static boolean bothServe(Bake bake) {
    return !bake.full() && bake.share() < 1;
  }

  private static List<Judgement> judgements(StepContext context) {
    return context.memory().judgements();
  }
}
