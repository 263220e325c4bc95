package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Quarantine;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows once a deployment is to be undone, without a database. */
class AbortingTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UUID BEFORE = new UUID(0, 9);

  @ParameterizedTest
  @EnumSource(
      value = StepName.class,
      names = {"PREFLIGHT", "EXECUTION_ROLE", "MODEL", "ENDPOINT_CONFIG", "ALARMS"})
  void beforeTheUpdateWhatWasMadeIsPutOnRecordAndTakenBack(StepName step) {
    Deployment deployment = aborted(step, BEFORE, Abort.Cause.PERSON);
    ResourceChange made = ResourceChange.made(ResourceKind.MODEL, "m");
    for (Outcome outcome :
        List.of(
            new Outcome.Done("Done.", deployment.memory().withModel("m"), made),
            new Outcome.Changed("Changed.", deployment.memory().withModel("m"), made))) {
      Ruling ruling = Rules.rule(deployment, outcome, NOW);
      assertThat(ruling.resources()).containsExactly(made);
      assertThat(ruling.next().memory().made().modelName()).isEqualTo("m");
      assertThat(ruling.next().memory().undoingTo()).isEqualTo(DeploymentState.CANCELED);
      assertThat(ruling.wake()).isEqualTo(Duration.ZERO);
      assertThat(ruling.event()).isEqualTo("deployment.called-off");
      assertThat(ruling.next().progress().reasonCode()).isEqualTo("aborted-by-hand");
      assertThat(ruling.next().progress().reason()).contains("regret").contains("token:admin");
      assertThat(undone(ruling.next()).state()).isEqualTo(DeploymentState.CANCELED);
    }
  }

  @Test
  void aClaimThatIsCalledOffWhenAllIsMarkedLeavesNothingOnRecordAsOurs() {
    Deployment claim = RulesTests.queued(DeploymentKind.ADOPT, BEFORE);
    Deployment marked =
        Rules.rule(claim, new Outcome.Changed("Put tags.", claim.memory()), NOW)
            .next()
            .aborted(new Abort(Abort.Cause.PERSON, "regret", "token:admin", NOW));
    Ruling ruling =
        Rules.rule(
            marked,
            new Outcome.Done(
                "Marked.", marked.memory(), ResourceChange.made(ResourceKind.ENDPOINT, "e")),
            NOW);
    assertThat(ruling.resources()).isEmpty();
    assertThat(undone(ruling.next()).state()).isEqualTo(DeploymentState.CANCELED);
  }

  @Test
  void whatAwsCouldNotAnswerIsLookedAtAgainBeforeItIsTakenBack() {
    Deployment deployment = aborted(StepName.MODEL, BEFORE, Abort.Cause.PERSON);
    Ruling ruling = Rules.rule(deployment, new Outcome.Unanswered("CreateModel", true), NOW);
    assertThat(ruling.next().undoing()).isFalse();
    assertThat(ruling.next().step()).isEqualTo(StepName.MODEL);
  }

  @Test
  void aWaitOrAFailureOfThePreparationEndsCanceledToo() {
    Deployment deployment = aborted(StepName.ALARMS, BEFORE, Abort.Cause.PERSON);
    for (Outcome outcome :
        List.of(
            new Outcome.Waiting(Duration.ofSeconds(5), "an alarm", null),
            new Outcome.Impossible("denied", "No."),
            new Outcome.Stuck("stuck", "Hm.", null))) {
      assertThat(Rules.rule(deployment, outcome, NOW).next().memory().undoingTo())
          .isEqualTo(DeploymentState.CANCELED);
    }
  }

  @Test
  void anUpdateThatWasNeverAskedForIsCalledOff() {
    Ruling ruling =
        Rules.rule(
            aborted(StepName.ENDPOINT, BEFORE, Abort.Cause.PERSON),
            new Outcome.CalledOff("It was aborted."),
            NOW);
    assertThat(ruling.next().progress().reasonCode()).isEqualTo("aborted-by-hand");
    Deployment ended = undone(ruling.next());
    assertThat(ended.state()).isEqualTo(DeploymentState.CANCELED);
    assertThat(Blame.of(ended)).isEmpty();
  }

  @Test
  void whileSageMakerWorksTheStepGoesOn() {
    Ruling ruling =
        Rules.rule(
            aborted(StepName.AWAIT, BEFORE, Abort.Cause.PERSON),
            new Outcome.Waiting(Duration.ofSeconds(10), "the alarm", null),
            NOW);
    assertThat(ruling.next().state()).isEqualTo(DeploymentState.UPDATING);
    assertThat(ruling.wake()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void successThatComesFirstIsTakenBackByADeploymentOfItsOwn() {
    Deployment deployment = aborted(StepName.AWAIT, BEFORE, Abort.Cause.JUDGE);
    Ruling ruling = Rules.rule(deployment, RulesTests.done(deployment), NOW);
    assertThat(ruling.releaseServes()).isTrue();
    assertThat(ruling.next().step()).isEqualTo(StepName.COMPENSATE);
    assertThat(ruling.next().progress().reason()).contains("regret").contains("serves already");
    assertThat(ruling.event()).isEqualTo("deployment.too-late-to-abort");
    Ruling end =
        Rules.rule(
            ruling.next(), new Outcome.Compensating(deployment.plan(), RulesTests.release()), NOW);
    assertThat(end.next().state()).isEqualTo(DeploymentState.CANCELED);
    assertThat(end.wake()).isNull();
    assertThat(Blame.of(end.next())).contains(Quarantine.Cause.JUDGE);
  }

  @Test
  void anAlarmThatSageMakerDidNotActOnIsADecisionToo() {
    Deployment firing =
        Rules.rule(
                RulesTests.at(StepName.AWAIT, BEFORE),
                new Outcome.GoingBack(
                    "rollback-alarm-fired", "It fired.", Duration.ofSeconds(6), null),
                NOW)
            .next();
    Ruling ruling =
        Rules.rule(
            firing,
            new Outcome.TooLate(Abort.bySlipway(Abort.Cause.ALARM, "It fired.", NOW), null),
            NOW);
    assertThat(ruling.releaseServes()).isTrue();
    assertThat(ruling.next().step()).isEqualTo(StepName.COMPENSATE);
    Abort decision = java.util.Objects.requireNonNull(ruling.next().abort());
    assertThat(decision.by()).isEqualTo("slipway");
  }

  @Test
  void aFirstReleaseIsLookedAtAgainToBeTakenAway() {
    Deployment deployment = aborted(StepName.AWAIT, null, Abort.Cause.PERSON);
    Ruling ruling = Rules.rule(deployment, RulesTests.done(deployment), NOW);
    assertThat(ruling.releaseServes()).isFalse();
    assertThat(ruling.next().step()).isEqualTo(StepName.AWAIT);
    assertThat(ruling.wake()).isEqualTo(Duration.ZERO);
    assertThat(ruling.event()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = StepName.class,
      names = {"AUTOSCALING", "FINISH"})
  void onceItServesWhateverTheStepSaysTheWayBackBegins(StepName step) {
    Deployment deployment = aborted(step, BEFORE, Abort.Cause.PERSON);
    for (Outcome outcome :
        List.of(
            RulesTests.done(deployment),
            new Outcome.Changed("Changed.", deployment.memory()),
            new Outcome.Waiting(Duration.ofSeconds(5), "something", null),
            new Outcome.Unanswered("Throttling", true),
            new Outcome.Impossible("denied", "No."),
            new Outcome.Stuck("stuck", "Hm.", null))) {
      Ruling ruling = Rules.rule(deployment, outcome, NOW);
      assertThat(ruling.next().step()).isEqualTo(StepName.COMPENSATE);
      assertThat(ruling.releaseServes()).isFalse();
    }
    Deployment first = aborted(step, null, Abort.Cause.PERSON);
    assertThat(Rules.rule(first, RulesTests.done(first), NOW).next().step())
        .isNotEqualTo(StepName.COMPENSATE);
  }

  @Test
  void theFirstDecisionCounts() {
    Deployment deployment = aborted(StepName.AWAIT, BEFORE, Abort.Cause.PERSON);
    Abort later = Abort.bySlipway(Abort.Cause.JUDGE, "too slow", NOW);
    assertThat(deployment.aborted(later).abort()).isEqualTo(deployment.abort());
    assertThat(deployment.aborted(null)).isSameAs(deployment);
  }

  @Test
  void onlyWhatSpeaksAgainstAReleaseQuarantinesIt() {
    assertThat(Blame.of(rolledBack("rollback-alarm-fired", null))).contains(Quarantine.Cause.ALARM);
    assertThat(Blame.of(rolledBack("rolled-back-by-sagemaker", null))).isEmpty();
    for (String byAws : List.of(TruthCheck.UNEXPLAINED, Shortage.CODE)) {
      assertThat(Blame.of(rolledBack(byAws, Abort.Cause.PERSON)))
          .as("AWS had gone back when somebody called it off")
          .isEmpty();
    }
    assertThat(Blame.of(rolledBack("insufficient-evidence", Abort.Cause.NO_EVIDENCE))).isEmpty();
    for (Abort.Cause cause :
        EnumSet.complementOf(EnumSet.of(Abort.Cause.NO_EVIDENCE, Abort.Cause.SUPERSEDED))) {
      assertThat(Blame.of(rolledBack(cause.code(), cause)))
          .contains(Quarantine.Cause.valueOf(cause.name()));
    }
    assertThat(Blame.of(RulesTests.at(StepName.AWAIT, BEFORE))).isEmpty();
  }

  @Test
  void anAlarmThatTookAReleaseBackSpeaksAgainstItWhateverWasDecidedAfterwards() {
    for (Abort.Cause cause : Abort.Cause.values()) {
      assertThat(Blame.of(rolledBack(Blame.ALARM_FIRED, cause)))
          .as(cause.name())
          .contains(Quarantine.Cause.ALARM);
    }
  }

  @Test
  void theTimeToRestoreIsSecondsWhileTheOldFleetIsThere() {
    assertThat(Restore.seconds(RulesTests.at(StepName.AWAIT, BEFORE))).isNull();
    assertThat(Restore.seconds(aborted(StepName.MODEL, BEFORE, Abort.Cause.PERSON))).isZero();
    Deployment aborted = aborted(StepName.AWAIT, BEFORE, Abort.Cause.PERSON);
    assertThat(Restore.seconds(aborted)).isZero();
    assertThat(Restore.seconds(seeing(aborted, 0))).isZero();
    assertThat(Restore.seconds(seeing(aborted, 10))).isEqualTo(60);
    assertThat(Restore.seconds(seeing(aborted, null))).isEqualTo(60);
    assertThat(Restore.seconds(seeing(aborted, 100)))
        .as("alone: its old fleet is taken down")
        .isEqualTo(aborted.plan().expectedSeconds().provisioning());
    assertThat(Restore.seconds(aborted(StepName.AWAIT, null, Abort.Cause.PERSON))).isNull();
    assertThat(Restore.seconds(rolledBack("x", null))).isNull();
  }

  private static Deployment seeing(Deployment deployment, @Nullable Integer green) {
    Sight sight =
        new Sight("Updating", List.of(new Fleet(Fleet.Side.GREEN, 2, "config", 2, green)));
    return Rules.rule(deployment, new Outcome.Waiting(Duration.ofSeconds(5), "a bake", sight), NOW)
        .next();
  }

  private static Deployment rolledBack(String code, Abort.@Nullable Cause cause) {
    Deployment deployment =
        cause == null
            ? RulesTests.at(StepName.AWAIT, BEFORE)
            : aborted(StepName.AWAIT, BEFORE, cause);
    return undone(Rules.rule(deployment, new Outcome.WentBack(code, "Because.", null), NOW).next());
  }

  private static Deployment aborted(StepName step, @Nullable UUID previous, Abort.Cause cause) {
    return RulesTests.at(step, previous).aborted(new Abort(cause, "regret", "token:admin", NOW));
  }

  private static Deployment undone(Deployment deployment) {
    Deployment next = deployment;
    while (next.state().runs()) next = Rules.rule(next, RulesTests.done(next), NOW).next();
    return next;
  }
}
