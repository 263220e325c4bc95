package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Carried;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.endpoint.SomeReleases;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How an attempt is taken back, and what is told of it. */
class UndoingTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UUID BEFORE = new UUID(0, 9);
  private static final Swap SWAP = new Swap("old", "config", "new", null, null);

  @Test
  void whatServesIsUntouchedUntilTheUpdateIsAskedForAndNoLonger() {
    Set<StepName> untouched =
        EnumSet.of(
            StepName.PREFLIGHT,
            StepName.EXECUTION_ROLE,
            StepName.MODEL,
            StepName.ENDPOINT_CONFIG,
            StepName.ALARMS,
            StepName.AUTOSCALING_BEFORE,
            StepName.ENDPOINT);
    for (StepName step : DeploymentKind.PROMOTE.steps()) {
      assertThat(Undoing.touchesNothingLive(RulesTests.at(step, BEFORE)))
          .as("%s", step)
          .isEqualTo(untouched.contains(step));
    }
    assertThat(Undoing.touchesNothingLive(RulesTests.at(StepName.AWAIT, null))).isTrue();
    assertThat(Undoing.touchesNothingLive(undoing(StepName.MODEL))).isFalse();
  }

  @Test
  void aSwapTouchesNothingLiveUntilPredictionsAreSwitched() {
    assertThat(Undoing.touchesNothingLive(AbortingSwapTests.swapping(StepName.AWAIT, SWAP)))
        .isTrue();
    assertThat(Undoing.touchesNothingLive(AbortingSwapTests.swapping(StepName.SWITCH, SWAP)))
        .isTrue();
    Swap switched = SWAP.switchedAt(NOW);
    assertThat(Undoing.touchesNothingLive(AbortingSwapTests.swapping(StepName.SWITCH, switched)))
        .isFalse();
    assertThat(Undoing.touchesNothingLive(AbortingSwapTests.swapping(StepName.BAKE, switched)))
        .isFalse();
  }

  @Test
  void whatAPersonCallsOffIsCanceledAndWhatWasFoundWantingFailed() {
    assertThat(Undoing.verdict(null)).isEqualTo(DeploymentState.CANCELED);
    for (Abort.Cause cause : Abort.Cause.values()) {
      boolean person = cause == Abort.Cause.PERSON || cause == Abort.Cause.SUPERSEDED;
      assertThat(Undoing.verdict(new Abort(cause, "because", "ada", NOW)))
          .as("%s", cause)
          .isEqualTo(person ? DeploymentState.CANCELED : DeploymentState.FAILED);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DeploymentState.class,
      names = {"ROLLED_BACK", "CANCELED", "FAILED"})
  void theEndIsWhatWasDecidedWhenUndoingBegan(DeploymentState verdict) {
    Deployment deployment = RulesTests.at(StepName.AWAIT, BEFORE);
    deployment =
        deployment.next(
            deployment.progress().because("code", "The reason."),
            deployment.memory().undoing(verdict, NOW));
    assertThat(deployment.runningState())
        .isEqualTo(
            verdict == DeploymentState.ROLLED_BACK
                ? DeploymentState.ROLLING_BACK
                : DeploymentState.UPDATING);
    Ruling ruling;
    do {
      ruling = Rules.rule(deployment, RulesTests.done(deployment), NOW);
      deployment = ruling.next();
    } while (deployment.state().runs());
    assertThat(deployment.state()).isEqualTo(verdict);
    assertThat(ruling.event())
        .isEqualTo(
            switch (verdict) {
              case ROLLED_BACK -> "deployment.rolled-back";
              case CANCELED -> "deployment.canceled";
              default -> "deployment.failed";
            });
    assertThat(ruling.summary()).isEqualTo("The reason.");
    assertThat(ruling.wake()).isNull();
    assertThat(ruling.releaseServes()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = DeploymentState.class,
      names = {"ROLLED_BACK", "CANCELED", "FAILED"})
  void theEndIsStillReachedWhenAPersonHadToHelp(DeploymentState verdict) {
    Deployment undoing = RulesTests.at(StepName.MODEL, BEFORE);
    undoing =
        undoing.next(
            undoing.progress().because("code", "The reason."),
            undoing.memory().undoing(verdict, NOW));
    Deployment stuck = Rules.rule(undoing, new Outcome.Impossible("denied", "No."), NOW).next();
    assertThat(stuck.state()).isEqualTo(DeploymentState.NEEDS_ATTENTION);
    assertThat(stuck.progress().reason()).isEqualTo("No.");
    Deployment deployment = stuck.resumed(NOW);
    assertThat(deployment.state())
        .isEqualTo(
            verdict == DeploymentState.ROLLED_BACK
                ? DeploymentState.ROLLING_BACK
                : DeploymentState.PREPARING);
    Deployment ended = undone(deployment);
    assertThat(ended.state()).isEqualTo(verdict);
    assertThat(ended.progress().reasonCode()).isEqualTo("code");
    assertThat(ended.progress().reason()).isEqualTo("The reason.");
  }

  @Test
  void whatWentBackStillDoesWhenAPersonHadToHelpAndItsReleaseIsBlamedForTheAlarm() {
    Deployment back =
        Rules.rule(
                RulesTests.at(StepName.AWAIT, BEFORE),
                new Outcome.GoingBack(Blame.ALARM_FIRED, "It fired.", Duration.ofSeconds(6), null),
                NOW)
            .next();
    for (int times = 0; times < 2; times++) {
      Deployment stuck =
          Rules.rule(back, new Outcome.Impossible("denied", "No."), NOW.plusSeconds(6)).next();
      assertThat(stuck.progress().reasonCode()).isEqualTo("denied");
      back = stuck.resumed(NOW.plusSeconds(60));
      assertThat(back.state()).isEqualTo(DeploymentState.ROLLING_BACK);
      assertThat(back.step()).isEqualTo(StepName.AWAIT);
      assertThat(back.progress().reasonCode()).isEqualTo(Blame.ALARM_FIRED);
      assertThat(back.progress().reason()).isEqualTo("It fired.");
      assertThat(back.memory().pace().wentBack()).isNull();
      assertThat(back.memory().pace().since()).isEqualTo(NOW.plusSeconds(60));
    }
    Outcome went =
        new Outcome.WentBack(
            Objects.requireNonNull(back.progress().reasonCode()),
            Objects.requireNonNull(back.progress().reason()),
            null);
    assertThat(Blame.of(undone(Rules.rule(back, went, NOW).next())))
        .contains(Quarantine.Cause.ALARM);
  }

  @Test
  void whatNeededAPersonOnItsWayForwardGoesForward() {
    Deployment stuck =
        Rules.rule(
                RulesTests.at(StepName.AWAIT, BEFORE), new Outcome.Stuck("stuck", "Hm.", null), NOW)
            .next();
    assertThat(stuck.memory().pace().wentBack()).isNull();
    assertThat(stuck.resumed(NOW).state()).isEqualTo(DeploymentState.UPDATING);
    assertThat(stuck.resumed(NOW).progress().reason()).isNull();
  }

  /** As an earlier Slipway resumed it: stored, and due. */
  @Test
  void whatWasCalledOffEndsCanceledFromRollingBackToo() {
    Deployment undoing = RulesTests.at(StepName.MODEL, BEFORE);
    undoing =
        undoing.next(
            undoing.progress().in(DeploymentState.ROLLING_BACK, StepName.MODEL, NOW),
            undoing.memory().undoing(DeploymentState.CANCELED, NOW));
    assertThat(undone(undoing).state()).isEqualTo(DeploymentState.CANCELED);
  }

  @Test
  void whereTheReasonIsNotOnRecordTheEndSaysSo() {
    Deployment undoing = RulesTests.at(StepName.PREFLIGHT, BEFORE);
    undoing =
        undoing.next(undoing.progress(), undoing.memory().undoing(DeploymentState.CANCELED, NOW));
    assertThat(Rules.rule(undoing, RulesTests.done(undoing), NOW).summary())
        .isEqualTo("Why it goes back is not on record.");
  }

  private static Deployment undone(Deployment deployment) {
    Deployment next = deployment;
    while (next.state().runs()) next = Rules.rule(next, RulesTests.done(next), NOW).next();
    return next;
  }

  @Test
  void aStepThatHadNothingToTakeBackIsNotRecorded() {
    Deployment undoing = undoing(StepName.MODEL);
    Ruling nothing = Rules.rule(undoing, RulesTests.done(undoing), NOW);
    assertThat(nothing.event()).isNull();
    assertThat(nothing.next().step()).isEqualTo(StepName.EXECUTION_ROLE);
    assertThat(nothing.wake()).isEqualTo(Duration.ZERO);
    assertThat(nothing.next().memory().pace().since()).isEqualTo(NOW);
    ResourceChange gone = ResourceChange.gone(ResourceKind.MODEL, "m");
    Ruling taken = Rules.rule(undoing, new Outcome.Done("Gone.", undoing.memory(), gone), NOW);
    assertThat(taken.event()).isEqualTo("step.undone");
    assertThat(taken.resources()).containsExactly(gone);
  }

  @Test
  void whatFoundNoCapacityGoesOnToTheNextTypeUnlessSomebodyCalledItOff() {
    assertThat(sought("insufficient-capacity", 1, null).step()).isEqualTo(StepName.ANOTHER_TYPE);
    assertThat(sought("insufficient-capacity", 6, null).state()).isEqualTo(DeploymentState.FAILED);
    assertThat(sought("other", 1, null).state()).isEqualTo(DeploymentState.FAILED);
    Abort regret = new Abort(Abort.Cause.PERSON, "regret", "ada", NOW);
    assertThat(sought("insufficient-capacity", 1, regret).state())
        .isEqualTo(DeploymentState.FAILED);
  }

  /** Undone to the end of its first step, after it failed for a reason. */
  private static Deployment sought(String code, int tries, @Nullable Abort abort) {
    Deployment deployment = RulesTests.queued(DeploymentKind.PROMOTE, BEFORE);
    deployment =
        deployment
            .next(
                deployment.progress().because(code, "None left."),
                deployment
                    .memory()
                    .with(new Shortage(List.of("a", "b"), tries, null))
                    .undoing(DeploymentState.FAILED, NOW))
            .aborted(abort);
    return Rules.rule(deployment, RulesTests.done(deployment), NOW).next();
  }

  @Test
  void theNextTypesDeploymentEndsThisOne() {
    Deployment undoing = undoing(StepName.PREFLIGHT);
    Ruling ruling =
        Rules.rule(
            undoing,
            new Outcome.Retrying(
                undoing.plan(), candidate(), new Shortage(List.of("a", "b"), 1, undoing.id())),
            NOW);
    assertThat(ruling.next().state()).isEqualTo(DeploymentState.FAILED);
    assertThat(ruling.event()).isEqualTo("deployment.failed");
    assertThat(ruling.wake()).isNull();
  }

  @Test
  void aSwapThatIsTakenBackSaysThatPredictionsWereSwitchedBack() {
    Outcome back = new Outcome.WentBack("alarm", "It failed.", null);
    Deployment swapping = AbortingSwapTests.swapping(StepName.BAKE, SWAP.switchedAt(NOW));
    assertThat(Rules.rule(swapping, back, NOW).event()).isEqualTo("deployment.switched-back");
    assertThat(Rules.rule(RulesTests.at(StepName.AWAIT, BEFORE), back, NOW).event())
        .isEqualTo("deployment.rolled-back-by-sagemaker");
  }

  @Test
  void theMomentOfSwitchingIsAnEventOfItsOwn() {
    Deployment deployment = AbortingSwapTests.swapping(StepName.SWITCH, SWAP);
    Outcome switches =
        new Outcome.Changed("Switched.", deployment.memory().swapping(SWAP.switchedAt(NOW)));
    assertThat(Rules.rule(deployment, switches, NOW).event()).isEqualTo("deployment.switched");
    Outcome other = new Outcome.Changed("Looked.", deployment.memory());
    assertThat(Rules.rule(deployment, other, NOW).event()).isEqualTo("step.changed");
    Deployment switched =
        AbortingSwapTests.swapping(StepName.SWITCH, SWAP.switchedAt(NOW.minusSeconds(1)));
    assertThat(Rules.rule(switched, switches, NOW).event()).isEqualTo("step.changed");
  }

  private static Candidate candidate() {
    return new Candidate(
        new UUID(0, 4), 1, SomeReleases.article("v1"), false, null, Carried.NOTHING);
  }

  private static Deployment undoing(StepName step) {
    Deployment deployment = RulesTests.at(step, BEFORE);
    return deployment.next(
        deployment.progress().because("code", "The reason."),
        deployment.memory().undoing(DeploymentState.FAILED, NOW));
  }
}
