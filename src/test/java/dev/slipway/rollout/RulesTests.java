package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.SomeReleases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulesTests {

  private static final Abort ABORT =
      new Abort(Abort.Cause.PERSON, "regret", "token:admin", Instant.parse("2026-01-01T00:00:00Z"));

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theStepsFollowOneAnotherToSuccess() {
    Deployment deployment = queued(DeploymentKind.PROMOTE, new UUID(0, 9));
    for (StepName step : DeploymentKind.PROMOTE.steps()) {
      assertThat(deployment.step()).isEqualTo(step);
      Ruling ruling = Rules.rule(deployment, done(deployment), NOW);
      assertThat(ruling.releaseServes()).isEqualTo(step == StepName.BAKE);
      deployment = ruling.next();
    }
    assertThat(deployment.state()).isEqualTo(DeploymentState.SUCCEEDED);
    assertThat(deployment.progress().finishedAt()).isEqualTo(NOW);
  }

  @Test
  void everyTickIsTheOnlyOneOfItsNumber() {
    Deployment deployment = queued(DeploymentKind.PROMOTE, null);
    assertThat(Rules.rule(deployment, waiting("something"), NOW).next().tick()).isEqualTo(1);
  }

  @Test
  void whatIsWaitedForEndsWithOnePeriod() {
    Deployment deployment = queued(DeploymentKind.PROMOTE, null);
    assertThat(Rules.rule(deployment, waiting("Launching 2 instance(s)."), NOW).summary())
        .isEqualTo("Waiting for Launching 2 instance(s).");
    assertThat(Rules.rule(deployment, waiting("a limit"), NOW).summary())
        .isEqualTo("Waiting for a limit.");
  }

  @Test
  void whatSageMakerTookBackIsUndoneBackwardsToRolledBack() {
    Deployment deployment = at(StepName.AWAIT, new UUID(0, 9));
    Ruling ruling = Rules.rule(deployment, new Outcome.WentBack("alarm", "It failed.", null), NOW);
    assertThat(ruling.next().state()).isEqualTo(DeploymentState.ROLLING_BACK);
    deployment = ruling.next();
    while (deployment.state().runs()) {
      deployment = Rules.rule(deployment, done(deployment), NOW).next();
    }
    assertThat(deployment.state()).isEqualTo(DeploymentState.ROLLED_BACK);
    assertThat(deployment.progress().reason()).isEqualTo("It failed.");
  }

  @ParameterizedTest
  @EnumSource(
      value = StepName.class,
      names = {"PREFLIGHT", "EXECUTION_ROLE", "MODEL", "ENDPOINT_CONFIG", "ALARMS", "ENDPOINT"})
  void whatCannotBeDoneBeforeTheUpdateFailsWithNothingLeft(StepName step) {
    Deployment deployment =
        Rules.rule(at(step, new UUID(0, 9)), new Outcome.Impossible("denied", "No."), NOW).next();
    assertThat(deployment.undoing()).isTrue();
    while (deployment.state().runs()) {
      deployment = Rules.rule(deployment, done(deployment), NOW).next();
    }
    assertThat(deployment.state()).isEqualTo(DeploymentState.FAILED);
  }

  @Test
  void whatCannotBeDoneAfterTheUpdateNeedsAPerson() {
    Ruling ruling =
        Rules.rule(
            at(StepName.AUTOSCALING, new UUID(0, 9)), new Outcome.Impossible("denied", "No."), NOW);
    assertThat(ruling.next().state()).isEqualTo(DeploymentState.NEEDS_ATTENTION);
    assertThat(ruling.wake()).isNull();
  }

  @Test
  void aFirstReleaseThatCannotBeCreatedFails() {
    Ruling ruling =
        Rules.rule(at(StepName.AWAIT, null), new Outcome.Impossible("creation-failed", "No."), NOW);
    assertThat(ruling.next().memory().undoingTo()).isEqualTo(DeploymentState.FAILED);
  }

  @Test
  void aFiringAlarmIsRecordedOnceAndTheLookingGoesOn() {
    Outcome back = new Outcome.GoingBack("alarm", "It fired.", Duration.ofSeconds(6), null);
    Ruling first = Rules.rule(at(StepName.AWAIT, new UUID(0, 9)), back, NOW);
    assertThat(first.next().state()).isEqualTo(DeploymentState.ROLLING_BACK);
    assertThat(first.event()).isEqualTo("deployment.rolling-back");
    Ruling second = Rules.rule(first.next(), back, NOW);
    assertThat(second.event()).isNull();
    assertThat(second.next().step()).isEqualTo(StepName.AWAIT);
    assertThat(second.wake()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void aWaitIsRecordedWhenWhatIsWaitedForChanges() {
    Ruling first = Rules.rule(at(StepName.AWAIT, null), waiting("the canary"), NOW);
    assertThat(first.event()).isEqualTo("step.waiting");
    assertThat(Rules.rule(first.next(), waiting("the canary"), NOW).event()).isNull();
    assertThat(Rules.rule(first.next(), waiting("the final bake"), NOW).event()).isNotNull();
  }

  @Test
  void noOutcomeInAnySituationThatCanComeAboutBreaksTheRules() {
    Set<String> known = new HashSet<>();
    Deque<Deployment> open = new ArrayDeque<>();
    for (DeploymentKind kind : DeploymentKind.values()) {
      for (@Nullable UUID previous : new UUID[] {null, new UUID(0, 9)}) {
        open.add(queued(kind, previous));
        open.add(queued(kind, previous).aborted(ABORT));
      }
    }
    while (!open.isEmpty()) {
      Deployment deployment = open.removeFirst();
      String situation =
          deployment.kind()
              + " "
              + deployment.state()
              + " "
              + deployment.step()
              + " "
              + deployment.memory().undoingTo()
              + " "
              + deployment.previousReleaseId()
              + " "
              + deployment.abort();
      if (deployment.state().terminal() || !known.add(situation)) continue;
      if (!deployment.state().runs()) {
        open.add(deployment.resumed(NOW));
        continue;
      }
      for (Outcome outcome : everyOutcome(deployment)) {
        open.add(Rules.rule(deployment, outcome, NOW).next());
        if (!deployment.undoing()) {
          open.add(Rules.rule(deployment.aborted(ABORT), outcome, NOW).next());
        }
      }
    }
    assertThat(known).hasSizeGreaterThan(40);
  }

  private static List<Outcome> everyOutcome(Deployment deployment) {
    List<Outcome> outcomes =
        new ArrayList<>(
            List.of(
                done(deployment),
                new Outcome.Changed("Changed.", deployment.memory()),
                waiting("AWS"),
                new Outcome.Unanswered("Throttling", true),
                new Outcome.Impossible("denied", "No."),
                new Outcome.Stuck("stuck", "A person must look.", null)));
    // A step that has seen SageMaker going back never claims success, but that it is too late.
    if (!deployment.undoing() && deployment.state() == DeploymentState.ROLLING_BACK) {
      outcomes.removeFirst();
      outcomes.add(new Outcome.TooLate(ABORT, null));
    }
    boolean canBeCalledOff =
        switch (deployment.state()) {
          case QUEUED, PREPARING, UPDATING -> true;
          case FINISHING, SUCCEEDED, ROLLING_BACK, ROLLED_BACK, FAILED, CANCELED, NEEDS_ATTENTION ->
              false;
        };
    if (!deployment.undoing() && deployment.abort() != null && canBeCalledOff) {
      outcomes.add(new Outcome.CalledOff("Called off."));
    }
    if (deployment.step() == StepName.COMPENSATE) {
      outcomes.clear();
      outcomes.add(new Outcome.Compensating(deployment.plan(), release()));
      outcomes.add(new Outcome.Unanswered("Throttling", true));
      outcomes.add(new Outcome.Impossible("denied", "No."));
    }
    if (!deployment.undoing() && deployment.step() == StepName.AWAIT) {
      outcomes.add(new Outcome.GoingBack("alarm", "It fired.", Duration.ofSeconds(6), null));
    }
    if (!deployment.undoing()
        && (deployment.step() == StepName.AWAIT
            || deployment.step() == StepName.BAKE
            || deployment.step() == StepName.ENDPOINT)) {
      outcomes.add(new Outcome.WentBack("alarm", "It failed.", null));
    }
    return outcomes;
  }

  @Test
  void aStepThatOnlyTakesThingsAwayMayTakeAwayAnyNumber() {
    Deployment deployment = queued(DeploymentKind.RETIRE, new UUID(0, 9));
    for (int i = 0; i < 300; i++) {
      Outcome asked = new Outcome.Changed("Asked.", deployment.memory());
      deployment = Rules.rule(deployment, asked, NOW).next();
      Outcome gone =
          new Outcome.Changed(
              "Gone.", deployment.memory(), ResourceChange.gone(ResourceKind.MODEL, "m" + i));
      deployment = Rules.rule(deployment, gone, NOW).next();
    }
    assertThat(deployment.state()).isEqualTo(DeploymentState.UPDATING);
  }

  @Test
  void silenceOfAwsBacksOffAndIsForgottenOnceItAnswers() {
    Deployment deployment = at(StepName.MODEL, null);
    Duration before = Duration.ZERO;
    for (int i = 0; i < 4; i++) {
      Ruling ruling = Rules.rule(deployment, new Outcome.Unanswered("Throttling", true), NOW);
      assertThat(ruling.wake()).isGreaterThan(before);
      assertThat(ruling.next().progress().waitingFor()).contains("Throttling");
      before = ruling.wake();
      deployment = ruling.next();
    }
    assertThat(deployment.memory().pace().failures()).isEqualTo(4);
    assertThat(Rules.rule(deployment, done(deployment), NOW).next().memory().pace().failures())
        .isZero();
  }

  @Test
  void nothingIsToldOfAwsWhereSlipwayHadNoCredentialsToAskWith() {
    String why = "Slipway has no credentials for AWS just now, so CreateModel was not asked for.";
    Deployment deployment = at(StepName.MODEL, null);
    Ruling unasked = Rules.rule(deployment, new Outcome.Unanswered(why, false), NOW);
    assertThat(unasked.summary()).isEqualTo(why);
    assertThat(unasked.next().progress().waitingFor()).isEqualTo("credentials: " + why);
    Ruling unanswered = Rules.rule(deployment, new Outcome.Unanswered("Throttling", true), NOW);
    assertThat(unanswered.summary()).isEqualTo("AWS could not answer: Throttling");
    assertThat(unanswered.wake()).isEqualTo(unasked.wake());
  }

  static Outcome.Done done(Deployment deployment) {
    return new Outcome.Done("Done.", deployment.memory());
  }

  private static Outcome.Waiting waiting(String onWhat) {
    return new Outcome.Waiting(Duration.ofSeconds(6), onWhat, null);
  }

  static Deployment at(StepName step, @Nullable UUID previous) {
    Deployment deployment = queued(DeploymentKind.PROMOTE, previous);
    while (deployment.step() != step) {
      deployment = Rules.rule(deployment, done(deployment), NOW).next();
    }
    return deployment;
  }

  static Release release() {
    return new Release(
        new UUID(0, 9),
        new UUID(0, 2),
        1,
        new UUID(0, 4),
        1,
        SomeReleases.article("v1"),
        "hash",
        NOW);
  }

  static Deployment queued(DeploymentKind kind, @Nullable UUID previous) {
    Plan plan =
        new Plan(
            "prod-fraud-detector",
            new Plan.Target(2, "v2", "hash"),
            List.of(),
            List.of(),
            List.of(),
            new Plan.ExpectedSeconds(0, 0, 0),
            false,
            "hash",
            null,
            null);
    return new Deployment(
        new UUID(0, 1),
        new UUID(0, 2),
        "prod-fraud-detector",
        kind,
        new UUID(0, 3),
        previous,
        1,
        Progress.queued(NOW),
        Memory.EMPTY,
        KeptPlan.of(plan),
        "token:admin",
        "because",
        0,
        0,
        NOW,
        null,
        null);
  }
}
