package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.CallSlots.Queue;
import dev.slipway.cloud.CallSlots.Slots;
import dev.slipway.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose clock the shared slots go by, and what a wrong one does to the others. */
class SlotsInPostgresTests {

  private static final Queue QUEUE =
      new Queue("123456789012", "us-east-1", CallClass.PUT_METRIC_ALARM);
  private static final double PER_SECOND = 4;
  private static final Duration SPACING = Duration.ofMillis(250);

  /** Each process's own clock: right, or wrong by an hour; they stand still. */
  private static final Instant RIGHT = Instant.parse("2026-03-01T10:00:00Z");

  private static final Instant AHEAD = RIGHT.plus(Duration.ofHours(1));
  private static final Instant BEHIND = RIGHT.minus(Duration.ofHours(1));

  private final JdbcClient jdbc =
      JdbcClient.create(TestPostgres.dataSource(TestPostgres.freshDatabase()));

  @Test
  void aProcessWithAWrongClockHoldsUpNobodyAndTakesItsTurnLikeTheOthers() {
    var slots = new SlotsInPostgres(jdbc, SlotsInPostgres.Time.DATABASE);
    // More than could become free again while this test runs.
    for (int i = 0; i < 4_000; i += 1_000) take(slots, AHEAD, 1_000);
    Duration given = SPACING.multipliedBy(4_000);

    for (Instant now : new Instant[] {RIGHT, BEHIND, AHEAD}) {
      assertThat(Duration.between(now, take(slots, now, 1).first()))
          .isBetween(given.minusMinutes(2), given);
      assertThat(Duration.between(now, slots.next(QUEUE, now)))
          .isBetween(given.minusMinutes(2), given.plusSeconds(1));
    }
  }

  @Test
  void aThrottledQueueIsSlowForOneMinuteByTheOneClockWhicheverProcessWasThrottled() {
    var slots = new SlotsInPostgres(jdbc, SlotsInPostgres.Time.DATABASE);
    slots.slowDown(QUEUE, AHEAD, Duration.ofSeconds(1));
    assertThat(slots.next(QUEUE, RIGHT)).isBetween(RIGHT, RIGHT.plusSeconds(1));
    jdbc.sql("update aws_call_queue set slowed_at = slowed_at - interval '61 seconds'").update();
    assertThat(take(slots, RIGHT, 1).spacing()).isEqualTo(SPACING);
  }

  @Test
  void whatWasGivenOutMovesBackWithAClockThatIsSetBack() {
    var slots = new SlotsInPostgres(jdbc, SlotsInPostgres.Time.CLOUD);
    take(slots, AHEAD, 1);
    slots.slowDown(QUEUE, AHEAD, Duration.ofSeconds(10));
    take(slots, AHEAD, 1);

    Instant next = RIGHT.plusSeconds(10).plus(SPACING.multipliedBy(2));
    assertThat(slots.next(QUEUE, RIGHT)).isEqualTo(next);
    Slots slow = take(slots, RIGHT, 1);
    assertThat(slow.first()).isEqualTo(next);
    assertThat(slow.spacing()).isEqualTo(SPACING.multipliedBy(2));
    assertThat(take(slots, RIGHT.plusSeconds(60), 1).spacing()).isEqualTo(SPACING);
  }

  @Test
  void whoAsksSomeSecondsLateWhileTheSimulatorsTimeRunsFastMovesNoQueueBack() {
    var slots = new SlotsInPostgres(jdbc, SlotsInPostgres.Time.CLOUD);
    Instant fiveSecondsAtSixtyTimes = RIGHT.plusSeconds(300);
    take(slots, fiveSecondsAtSixtyTimes, 4_000);
    Instant next = slots.next(QUEUE, fiveSecondsAtSixtyTimes);

    assertThat(take(slots, RIGHT, 1).first()).isEqualTo(next);
    assertThat(slots.next(QUEUE, fiveSecondsAtSixtyTimes)).isEqualTo(next.plus(SPACING));
  }

  private static Slots take(CallSlots slots, Instant now, int count) {
    return slots.take(QUEUE, PER_SECOND, count, now, now.plus(Duration.ofDays(1))).orElseThrow();
  }
}
