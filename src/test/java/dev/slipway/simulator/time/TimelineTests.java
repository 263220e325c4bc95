package dev.slipway.simulator.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimelineTests {

  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  private final SimClock clock = SimClock.manual(START);
  private final Timeline timeline = new Timeline(clock);
  private final List<String> seen = new ArrayList<>();

  @Test
  void eventsRunInOrderEachAtItsOwnInstant() {
    timeline.at(START.plusSeconds(20), "later", () -> seen.add("later " + clock.now()));
    timeline.at(START.plusSeconds(10), "first", () -> seen.add("first " + clock.now()));
    timeline.at(START.plusSeconds(10), "second", () -> seen.add("second " + clock.now()));

    clock.advance(Duration.ofSeconds(15));

    assertThat(seen).containsExactly("first 2026-01-05T09:00:10Z", "second 2026-01-05T09:00:10Z");
    assertThat(clock.now()).isEqualTo(START.plusSeconds(15));
  }

  @Test
  void anEventMayAddAnotherThatFallsWithinTheSameAdvance() {
    timeline.at(
        START.plusSeconds(1),
        "parent",
        () -> timeline.at(START.plusSeconds(2), "child", () -> seen.add("child")));

    clock.advance(Duration.ofSeconds(3));

    assertThat(seen).containsExactly("child");
  }

  @Test
  void aCancelledEventDoesNotRun() {
    timeline.at(START.plusSeconds(1), "cancelled", () -> seen.add("never")).cancel();

    clock.advance(Duration.ofSeconds(3));

    assertThat(seen).isEmpty();
  }

  @Test
  void aRecurringEventIsAlignedAndEndsWhenCancelled() {
    clock.advance(Duration.ofSeconds(7));
    Timeline.Event event =
        timeline.every(Duration.ofMinutes(1), "minute", instant -> seen.add(instant.toString()));

    clock.advance(Duration.ofSeconds(120));
    event.cancel();
    clock.advance(Duration.ofSeconds(120));

    assertThat(seen).containsExactly("2026-01-05T09:01:00Z", "2026-01-05T09:02:00Z");
  }

  @Test
  void oneEventsFailureDoesNotStopTheOthers() {
    timeline.at(
        START.plusSeconds(1),
        "fails",
        () -> {
          throw new IllegalStateException("on purpose");
        });
    timeline.at(START.plusSeconds(1), "works", () -> seen.add("works"));

    clock.advance(Duration.ofSeconds(1));

    assertThat(seen).containsExactly("works");
  }

  @Test
  void aRunningClockIsFasterByItsFactorAndDrivesItsTimeline() throws InterruptedException {
    SimClock fast = SimClock.running(START, 6000);
    CountDownLatch minute = new CountDownLatch(1);
    try (Timeline driven = new Timeline(fast)) {
      driven.at(START.plusSeconds(60), "a minute", minute::countDown);
      driven.start();

      assertThat(minute.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(fast.now()).isAfterOrEqualTo(START.plusSeconds(60));
    }
    assertThat(fast.wallFor(Duration.ofSeconds(60))).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void provisioningCanPassAtAnotherSpeed() {
    SimClock clock = SimClock.running(START, 60, 600);

    assertThat(clock.provisioning(Duration.ofSeconds(100))).isEqualTo(Duration.ofSeconds(10));
  }
}
