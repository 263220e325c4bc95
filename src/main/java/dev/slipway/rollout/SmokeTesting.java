package dev.slipway.rollout;

import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Predictions.Prediction;
import dev.slipway.endpoint.PlannedSmokeTest;
import dev.slipway.endpoint.PlannedSmokeTest.When;
import dev.slipway.endpoint.SmokePayload;
import dev.slipway.endpoint.SmokeSamples;
import dev.slipway.judge.JudgeRules.Meaning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sends the model's samples through the new fleet, some at each tick, and gives one verdict on the
 * answers for a deployment. The environment says what follows from the verdict. Where that is an
 * abort, it is a decision to undo the deployment like any other. A prediction changes nothing, so a
 * tick that is repeated asks again, and only stored answers count.
 */
@Component
class SmokeTesting {

  /** A tick lasts seconds. */
  private static final int MOST_CALLS_A_TICK = 50;

  private static final long LONGEST_TICK_MILLIS = 5_000;

  /**
   * How often in a row SageMaker itself may fail to answer. After that the verdict is that there is
   * no evidence.
   */
  private static final int MOST_FAILURES = 4;

  private final SmokeSamples samples;

  SmokeTesting(SmokeSamples samples) {
    this.samples = samples;
  }

  /**
   * Sends samples in a bake, if they are planned for it and not sent yet; empty when there is
   * nothing to do.
   */
  Optional<Outcome> during(StepContext context, Optional<Bake> bake, Sight sight) {
    PlannedSmokeTest plan = open(context);
    if (plan == null || bake.isEmpty()) return Optional.empty();
    boolean theirs =
        switch (plan.when()) {
          case FINAL_BAKE -> bake.get().full() || bake.get().share() >= 1;
          case FIRST_BAKE -> !bake.get().full();
          case AFTER_THE_UPDATE -> false;
        };
    if (!theirs) return Optional.empty();
    Instant since = bake.get().since();
    SmokeTest known = context.memory().smokeTest();
    boolean same = known != null && since.equals(known.bakeSince());
    // The plan counts on the first of several bakes with both fleets.
    if (known != null && !same && plan.when() == When.FIRST_BAKE) return Optional.empty();
    SmokeTest test =
        known != null && same
            ? known
            : begin(plan, plan.when(), since, bake.get().share(), context.now());
    return Optional.of(send(context, plan, test, sight));
  }

  /**
   * Sends the samples once the release serves, where they were planned for no bake, or their bake
   * was over too early.
   */
  Optional<Outcome> afterwards(StepContext context, Sight sight) {
    PlannedSmokeTest plan = open(context);
    if (plan == null) return Optional.empty();
    SmokeTest known = context.memory().smokeTest();
    SmokeTest test =
        known != null && known.when() == When.AFTER_THE_UPDATE
            ? known
            : begin(plan, When.AFTER_THE_UPDATE, null, 1, context.now());
    return Optional.of(send(context, plan, test, sight));
  }

  /**
   * The plan of a smoke test that has not ended; null for none, and once the update goes back: what
   * its samples say then decides nothing.
   */
  private static @Nullable PlannedSmokeTest open(StepContext context) {
    SmokeTest test = context.memory().smokeTest();
    boolean ended = test != null && test.outcome() != null;
    return ended
            || context.deployment().kind() != DeploymentKind.PROMOTE
            || context.deployment().goesBack()
        ? null
        : context.deployment().plan().smokeTest();
  }

  private static SmokeTest begin(
      PlannedSmokeTest plan, When when, @Nullable Instant since, double share, Instant now) {
    int needed = when == When.FIRST_BAKE ? PlannedSmokeTest.calls(share) : 1;
    List<SmokeTest.Sent> nothing =
        plan.samples().stream()
            .map(one ->
                new SmokeTest.Sent(
                    one.name(),
                    null,
                    when == When.FIRST_BAKE ? Math.max(one.calls(), needed) : 1,
                    0,
                    0,
                    null,
                    null,
                    null))
            .toList();
    return new SmokeTest(when, since, null, null, nothing, "", now, null);
  }

  private Outcome send(StepContext context, PlannedSmokeTest plan, SmokeTest begun, Sight sight) {
    SmokeTest test = begun;
    long millis = 0;
    for (int call = 0; call < MOST_CALLS_A_TICK && millis < LONGEST_TICK_MILLIS; call++) {
      int index = test.next();
      if (index < 0) break;
      SmokeTest.Sent sent = test.samples().get(index);
      Optional<SmokePayload> sample = samples.find(plan.samples().get(index).id());
      if (sample.isEmpty()) {
        return untold(
            context,
            plan,
            test,
            "the sample " + sent.sample() + " was taken away meanwhile",
            sight);
      }
      try {
        Prediction answer =
            context
                .cloud()
                .predictions()
                .ask(
                    context.endpoint().physicalName(),
                    sample.get().contentType(),
                    sample.get().body());
        millis += answer.millis();
        test = test.with(index, answered(sent, sample.get(), answer));
      } catch (CloudFailure failure) {
        boolean again = context.memory().pace().failures() < MOST_FAILURES;
        if (failure.passing() && again) throw failure;
        return untold(
            context,
            plan,
            test,
            failure.asked()
                ? "SageMaker did not pass "
                    + sent.sample()
                    + " on: "
                    + failure.aws().code()
                    + ", "
                    + failure.text()
                : sent.sample() + " was not sent: " + failure.text(),
            sight);
      }
    }
    return ruled(context, plan, test, sight);
  }

  private static SmokeTest.Sent answered(
      SmokeTest.Sent sent, SmokePayload sample, Prediction answer) {
    Optional<String> fault = fault(sample, answer);
    Integer status = answer.status() == 0 ? null : answer.status();
    boolean keeps = sent.fault() != null && fault.isEmpty();
    return new SmokeTest.Sent(
        sent.sample(),
        sample.digest(),
        sent.planned(),
        sent.calls() + 1,
        sent.wrong() + (fault.isPresent() ? 1 : 0),
        keeps ? sent.status() : status,
        Math.max(sent.millis() == null ? 0 : sent.millis(), answer.millis()),
        fault.orElse(sent.fault()));
  }

  private static Optional<String> fault(SmokePayload sample, Prediction answer) {
    if (answer.status() == 0) return Optional.of("the container did not answer within 60 s");
    if (answer.status() / 100 != 2) {
      return Optional.of("the container answered HTTP " + answer.status());
    }
    return sample.fault(answer.body());
  }

  /** The outcome that follows from the answers so far. */
  private static Outcome ruled(
      StepContext context, PlannedSmokeTest plan, SmokeTest test, Sight sight) {
    boolean mixed = test.when() == When.FIRST_BAKE;
    Optional<SmokeTest.Sent> wrong =
        test.samples().stream()
            .filter(sent -> sent.wrong() > 0 && (!mixed || sent.sometimesRight()))
            .findFirst();
    if (wrong.isPresent()) return failed(context, plan, test, wrong.get(), sight);
    if (test.next() >= 0) {
      return new Outcome.Examined(null, "", context.memory().tested(test), null, sight);
    }
    Optional<SmokeTest.Sent> never =
        test.samples().stream().filter(sent -> sent.wrong() > 0).findFirst();
    if (never.isPresent()) {
      return untold(
          context,
          plan,
          test,
          "none of "
              + never.get().calls()
              + " calls of "
              + never.get().sample()
              + " was answered rightly ("
              + never.get().fault()
              + "), so the old fleet answers it wrongly too",
          sight);
    }
    int calls = test.samples().stream().mapToInt(SmokeTest.Sent::calls).sum();
    String sentence =
        "The smoke test passed: "
            + test.samples().size()
            + (test.samples().size() == 1 ? " sample" : " samples")
            + ", "
            + calls
            + (calls == 1 ? " call" : " calls")
            + ", each answered as asked.";
    return told(context, test, SmokeTest.Outcome.PASS, Meaning.CONTINUE, sentence, sight);
  }

  private static Outcome failed(
      StepContext context,
      PlannedSmokeTest plan,
      SmokeTest test,
      SmokeTest.Sent wrong,
      Sight sight) {
    String share =
        wrong.planned() == 1 ? "" : " in " + wrong.wrong() + " of " + wrong.calls() + " calls";
    String sentence =
        "The smoke test failed: sample " + wrong.sample() + share + ": " + wrong.fault() + ".";
    return told(context, test, SmokeTest.Outcome.FAIL, plan.onFail(), sentence, sight);
  }

  private static Outcome untold(
      StepContext context, PlannedSmokeTest plan, SmokeTest test, String why, Sight sight) {
    return told(
        context,
        test,
        SmokeTest.Outcome.INSUFFICIENT_EVIDENCE,
        plan.onInsufficientEvidence(),
        "The smoke test had insufficient evidence: " + why + ".",
        sight);
  }

  private static Outcome told(
      StepContext context,
      SmokeTest test,
      SmokeTest.Outcome outcome,
      Meaning meaning,
      String sentence,
      Sight sight) {
    String follows =
        switch (meaning) {
          case CONTINUE -> " The deployment goes on.";
          case ABORT -> " The deployment is undone.";
        };
    String event =
        switch (outcome) {
          case PASS -> "smoke-test.passed";
          case FAIL -> "smoke-test.failed";
          case INSUFFICIENT_EVIDENCE -> "smoke-test.insufficient-evidence";
        };
    Abort.Cause cause =
        outcome == SmokeTest.Outcome.FAIL ? Abort.Cause.SMOKE_TEST : Abort.Cause.NO_EVIDENCE;
    return new Outcome.Examined(
        event,
        sentence + follows,
        context.memory().tested(test.ended(outcome, meaning, sentence, context.now())),
        meaning == Meaning.ABORT ? Abort.bySlipway(cause, sentence, context.now()) : null,
        sight);
  }
}
