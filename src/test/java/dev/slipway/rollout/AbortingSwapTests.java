package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows once a deployment is to be undone by which one endpoint takes another's place. */
class AbortingSwapTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UUID BEFORE = new UUID(0, 9);
  private static final Swap SWAP = new Swap("old", "config", "new", null, null);

  @Test
  void onlyTheStepsInWhichBothEndpointsStandGoAnotherWay() {
    Set<StepName> concerned =
        EnumSet.of(StepName.AWAIT, StepName.SWITCH, StepName.AUTOSCALING, StepName.BAKE);
    for (StepName step : StepName.values()) {
      assertThat(AbortingSwap.concerns(step)).as("%s", step).isEqualTo(concerned.contains(step));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StepName.class,
      names = {"SWITCH", "AUTOSCALING", "BAKE"})
  void onceSwitchedTheBakeLooksAtTheOldEndpointWhateverTheStepFound(StepName step) {
    Deployment deployment = aborted(step, SWAP.switchedAt(NOW));
    ResourceChange made = ResourceChange.made(ResourceKind.SCALABLE_TARGET, "t");
    for (Outcome outcome :
        List.of(
            new Outcome.Done("Done.", deployment.memory(), made),
            new Outcome.Changed("Changed.", deployment.memory(), made))) {
      Ruling ruling = Rules.rule(deployment, outcome, NOW);
      assertThat(ruling.next().step()).isEqualTo(StepName.BAKE);
      assertThat(ruling.next().state()).isEqualTo(DeploymentState.UPDATING);
      assertThat(ruling.resources()).containsExactly(made);
      assertThat(ruling.event()).isNull();
      assertThat(ruling.wake()).isEqualTo(Duration.ZERO);
      assertThat(ruling.releaseServes()).isFalse();
    }
    Ruling waited = Rules.rule(deployment, waiting(), NOW);
    assertThat(waited.next().step()).isEqualTo(StepName.BAKE);
    assertThat(waited.wake()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aStepThatCannotGoOnHandsOverToTheBake() {
    Deployment scaling = aborted(StepName.AUTOSCALING, SWAP.switchedAt(NOW));
    for (Outcome outcome : dead()) {
      assertThat(Rules.rule(scaling, outcome, NOW).next().step()).isEqualTo(StepName.BAKE);
    }
    Deployment baking = aborted(StepName.BAKE, SWAP.switchedAt(NOW));
    for (Outcome outcome : dead()) {
      assertThat(Rules.rule(baking, outcome, NOW).next().state())
          .isEqualTo(DeploymentState.NEEDS_ATTENTION);
    }
  }

  @Test
  void beforeItIsSwitchedTheSameStepLooksAgain() {
    Deployment switching = aborted(StepName.SWITCH, SWAP);
    Ruling done = Rules.rule(switching, RulesTests.done(switching), NOW);
    assertThat(done.next().step()).isEqualTo(StepName.SWITCH);
    assertThat(done.wake()).isEqualTo(Duration.ZERO);
    for (Outcome outcome : dead()) {
      assertThat(Rules.rule(switching, outcome, NOW).next().step()).isEqualTo(StepName.SWITCH);
    }
  }

  @Test
  void whileTheNewEndpointComesUpTheStepGoesOnUntilItIsDone() {
    Deployment awaiting = aborted(StepName.AWAIT, SWAP);
    assertThat(Rules.rule(awaiting, waiting(), NOW).wake()).isEqualTo(Duration.ofSeconds(7));
    assertThat(
            Rules.rule(awaiting, new Outcome.Changed("Changed.", awaiting.memory()), NOW).event())
        .isEqualTo("step.changed");
    Ruling done = Rules.rule(awaiting, RulesTests.done(awaiting), NOW);
    assertThat(done.next().step()).isEqualTo(StepName.AWAIT);
    assertThat(done.event()).isNull();
  }

  @Test
  void whatAwsCouldNotAnswerIsAskedAgainInTheSameStep() {
    Deployment baking = aborted(StepName.AUTOSCALING, SWAP.switchedAt(NOW));
    Ruling ruling = Rules.rule(baking, new Outcome.Unanswered("Throttling", true), NOW);
    assertThat(ruling.next().step()).isEqualTo(StepName.AUTOSCALING);
    assertThat(ruling.next().memory().pace().failures()).isEqualTo(1);
  }

  private static List<Outcome> dead() {
    return List.of(
        new Outcome.Impossible("denied", "No."), new Outcome.Stuck("stuck", "Hm.", null));
  }

  private static Outcome waiting() {
    return new Outcome.Waiting(Duration.ofSeconds(7), "the endpoint", null);
  }

  private static Deployment aborted(StepName step, Swap swap) {
    return swapping(step, swap).aborted(new Abort(Abort.Cause.PERSON, "regret", "ada", NOW));
  }

  /** A deployment that stands in a step of a swap. */
  static Deployment swapping(StepName step, Swap swap) {
    Deployment queued = RulesTests.queued(DeploymentKind.PROMOTE, BEFORE);
    Deployment deployment = queued.next(queued.progress(), queued.memory().swapping(swap));
    while (deployment.step() != step) {
      deployment = Rules.rule(deployment, RulesTests.done(deployment), NOW).next();
    }
    return deployment;
  }
}
