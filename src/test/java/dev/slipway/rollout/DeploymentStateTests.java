package dev.slipway.rollout;

import static dev.slipway.rollout.DeploymentState.CANCELED;
import static dev.slipway.rollout.DeploymentState.FAILED;
import static dev.slipway.rollout.DeploymentState.FINISHING;
import static dev.slipway.rollout.DeploymentState.NEEDS_ATTENTION;
import static dev.slipway.rollout.DeploymentState.PREPARING;
import static dev.slipway.rollout.DeploymentState.QUEUED;
import static dev.slipway.rollout.DeploymentState.ROLLED_BACK;
import static dev.slipway.rollout.DeploymentState.ROLLING_BACK;
import static dev.slipway.rollout.DeploymentState.SUCCEEDED;
import static dev.slipway.rollout.DeploymentState.UPDATING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which state may follow which, and what a deployment's progress keeps on the way. */
class DeploymentStateTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private static final Set<DeploymentState> NONE = EnumSet.noneOf(DeploymentState.class);

  private static final Map<DeploymentState, Set<DeploymentState>> MAY_BECOME =
      Map.of(
          QUEUED,
          EnumSet.of(
              QUEUED,
              PREPARING,
              UPDATING,
              SUCCEEDED,
              ROLLING_BACK,
              FAILED,
              CANCELED,
              NEEDS_ATTENTION),
          PREPARING,
          EnumSet.of(
              PREPARING,
              UPDATING,
              FINISHING,
              SUCCEEDED,
              ROLLING_BACK,
              FAILED,
              CANCELED,
              NEEDS_ATTENTION),
          UPDATING,
          EnumSet.of(
              UPDATING,
              FINISHING,
              SUCCEEDED,
              ROLLING_BACK,
              ROLLED_BACK,
              FAILED,
              CANCELED,
              NEEDS_ATTENTION),
          FINISHING,
          EnumSet.of(FINISHING, SUCCEEDED, CANCELED, NEEDS_ATTENTION),
          ROLLING_BACK,
          EnumSet.of(ROLLING_BACK, ROLLED_BACK, FAILED, CANCELED, FINISHING, NEEDS_ATTENTION),
          NEEDS_ATTENTION,
          EnumSet.of(NEEDS_ATTENTION, CANCELED, PREPARING, UPDATING, FINISHING, ROLLING_BACK),
          SUCCEEDED,
          NONE,
          ROLLED_BACK,
          NONE,
          FAILED,
          NONE,
          CANCELED,
          NONE);

  @Test
  void whatMayFollowIsThisAndNothingElse() {
    for (DeploymentState from : DeploymentState.values()) {
      for (DeploymentState to : DeploymentState.values()) {
        assertThat(from.mayBecome(to))
            .as("%s becomes %s", from, to)
            .isEqualTo(after(from).contains(to));
      }
    }
  }

  private static Set<DeploymentState> after(DeploymentState state) {
    return MAY_BECOME.getOrDefault(state, NONE);
  }

  @Test
  void aTerminalStateNeverRunsAndAPersonsNeitherRunsNorEnds() {
    for (DeploymentState state : DeploymentState.values()) {
      boolean ends = after(state).isEmpty();
      assertThat(state.terminal()).as("%s", state).isEqualTo(ends);
      assertThat(state.runs()).as("%s", state).isEqualTo(!ends && state != NEEDS_ATTENTION);
    }
  }

  @Test
  void progressIsDatedFromWhenItsStateBegan() {
    Progress queued = Progress.queued(NOW).waiting("its turn");
    Progress still = queued.in(QUEUED, StepName.PREFLIGHT, LATER);
    assertThat(still.since()).isEqualTo(NOW);
    assertThat(still.waitingFor()).isNull();
    Progress updating = still.in(UPDATING, StepName.AWAIT, LATER);
    assertThat(updating.since()).isEqualTo(LATER);
    assertThat(updating.finishedAt()).isNull();
    Progress ended = updating.in(SUCCEEDED, null, LATER.plusSeconds(1));
    assertThat(ended.finishedAt()).isEqualTo(LATER.plusSeconds(1));
    assertThatThrownBy(() -> ended.in(UPDATING, StepName.AWAIT, LATER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a deployment that is SUCCEEDED cannot become UPDATING");
  }

  @Test
  void whatWasSeenStaysUntilSomethingElseIsSeen() {
    List<Fleet> fleets = List.of(new Fleet(Fleet.Side.BLUE, 1, "config", 2, 100));
    Progress progress =
        Progress.queued(NOW).because("code", "Why.").seeing(new Sight("Updating", fleets));
    for (Progress next :
        List.of(
            progress.seeing(null),
            progress.waiting("the bake"),
            progress.in(UPDATING, StepName.AWAIT, LATER))) {
      assertThat(next.awsStatus()).isEqualTo("Updating");
      assertThat(next.fleets()).isEqualTo(fleets);
      assertThat(next.reasonCode()).isEqualTo("code");
      assertThat(next.reason()).isEqualTo("Why.");
    }
    assertThat(progress.waiting("the bake").because("other", "Else.").waitingFor())
        .isEqualTo("the bake");
  }

  @Test
  void whoResumesForgetsWhatNeededAttentionButNotWhyItIsUndone() {
    Progress stands = attention();
    Progress forward = stands.resumed(UPDATING, StepName.AWAIT, false, LATER);
    assertThat(forward.state()).isEqualTo(UPDATING);
    assertThat(forward.step()).isEqualTo(StepName.AWAIT);
    assertThat(forward.reasonCode()).isNull();
    assertThat(forward.reason()).isNull();
    assertThat(forward.awsStatus()).isEqualTo("InService");
    assertThat(forward.since()).isEqualTo(LATER);
    Progress back = stands.resumed(ROLLING_BACK, StepName.MODEL, true, LATER);
    assertThat(back.state()).isEqualTo(ROLLING_BACK);
    assertThat(back.step()).isEqualTo(StepName.MODEL);
    assertThat(back.reason()).isEqualTo("Why.");
  }

  @Test
  void aSwapCanBeTakenBackWhileItIsScaled() {
    Deployment update = RulesTests.at(StepName.AUTOSCALING, new UUID(0, 9));
    assertThat(update.stateIn(StepName.AUTOSCALING)).isEqualTo(FINISHING);
    Memory swapping = update.memory().swapping(new Swap("old", "config", "new", null, null));
    Deployment swap = update.next(update.progress(), swapping);
    assertThat(swap.stateIn(StepName.AUTOSCALING)).isEqualTo(UPDATING);
    assertThat(swap.stateIn(StepName.MARK)).isEqualTo(FINISHING);
    assertThat(swap.steps()).isEqualTo(DeploymentKind.SWAP);
  }

  private static Progress attention() {
    return Progress.queued(NOW)
        .in(NEEDS_ATTENTION, StepName.AWAIT, NOW)
        .because("stuck", "Why.")
        .seeing(new Sight("InService", List.of()));
  }
}
