package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Artifacts.Copy;
import dev.slipway.cloud.CallClass;
import dev.slipway.cloud.CallPass.Booking;
import dev.slipway.cloud.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Steps that take many ticks: how many, how far apart, and when a person is needed. */
class RepeatedTicksTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UUID BEFORE = new UUID(0, 9);

  @Test
  void twoLargeArtifactsAreCopiedPartByPart() {
    Fingerprint large = new Fingerprint(10L << 30, null, null, null);
    Deployment queued = RulesTests.queued(DeploymentKind.PROMOTE, BEFORE);
    Deployment deployment =
        queued.next(
            queued.progress(),
            queued
                .memory()
                .copying(
                    List.of(
                        new Copy("s3://a/one", "1", large, "s3://b/one"),
                        new Copy("s3://a/two", "2", large, "s3://b/two"))));
    deployment = Rules.rule(deployment, RulesTests.done(deployment), NOW).next();
    assertThat(deployment.step()).isEqualTo(StepName.ARTIFACT);
    // 80 parts each, and a beginning and an end.
    for (int i = 0; i < 164; i++) {
      Outcome part = new Outcome.Changed("A part.", deployment.memory());
      deployment = Rules.rule(deployment, part, NOW).next();
    }
    assertThat(deployment.state()).isEqualTo(DeploymentState.PREPARING);
  }

  @Test
  void aStepThatChangesTheSameThingOverAndOverNeedsAPerson() {
    Deployment deployment = RulesTests.at(StepName.MODEL, BEFORE);
    for (int i = 0; i < 100; i++) {
      Ruling ruling =
          Rules.rule(deployment, new Outcome.Changed("Again.", deployment.memory()), NOW);
      assertThat(ruling.event()).isEqualTo("step.changed");
      deployment = ruling.next();
    }
    Ruling ruling = Rules.rule(deployment, new Outcome.Changed("Again.", deployment.memory()), NOW);
    assertThat(ruling.next().state()).isEqualTo(DeploymentState.NEEDS_ATTENTION);
    assertThat(ruling.next().progress().reasonCode()).isEqualTo("step-does-not-settle");
    assertThat(ruling.summary()).contains("100 times").endsWith("Last: Again.");
  }

  @Test
  void silenceBacksOffFromFiveSecondsToTwoMinutesSpreadByAQuarter() {
    Deployment deployment = RulesTests.at(StepName.MODEL, BEFORE);
    for (long seconds : new long[] {5, 10, 20, 40, 80, 120, 120, 120}) {
      Ruling ruling = Rules.rule(deployment, new Outcome.Unanswered("Throttling", true), NOW);
      assertThat(ruling.wake())
          .isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1250));
      deployment = ruling.next();
    }
    Duration one =
        Objects.requireNonNull(
            Rules.rule(deployment, new Outcome.Unanswered("Throttling", true), NOW).wake());
    Deployment later = deployment.next(deployment.progress(), deployment.memory());
    assertThat(Rules.rule(later, new Outcome.Unanswered("Throttling", true), NOW).wake())
        .isEqualTo(one.plusMillis(300));
  }

  @Test
  void whatIsHeldBackComesAgainAtItsTurnWithItsBookingsAndIsNotRecorded() {
    Deployment deployment = RulesTests.at(StepName.MODEL, BEFORE);
    Map<CallClass, Booking> turns = Map.of(CallClass.ALL, new Booking(NOW.plusSeconds(3), false));
    Ruling ruling =
        Rules.rule(deployment, new Outcome.HeldBack(NOW.plusSeconds(3), "a limit", turns), NOW);
    assertThat(ruling.wake()).isEqualTo(Duration.ofSeconds(3));
    assertThat(ruling.event()).isNull();
    assertThat(ruling.summary()).isEqualTo("Waiting for a limit.");
    assertThat(ruling.next().progress().waitingFor()).isEqualTo("a limit");
    assertThat(ruling.next().memory().bookings()).isEqualTo(turns);
    assertThat(ruling.next().withoutBookings().memory().bookings()).isNull();
    assertThat(
            Rules.rule(deployment, new Outcome.HeldBack(NOW.minusSeconds(3), "x", turns), NOW)
                .wake())
        .isZero();
  }
}
