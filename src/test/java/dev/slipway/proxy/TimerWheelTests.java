package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTests {

  private static final long START = -7_000_000_000L;
  private static final long MILLI = 1_000_000;

  private final TimerWheel wheel = new TimerWheel(START);
  private final List<String> done = new ArrayList<>();
  private long now = START;

  @Test
  void nothingIsDoneTooEarlyNorATickTooLate() {
    set(0, "at once");
    set(12, "soon");
    set(60_000, "after several turns");

    turnTo(11);
    assertThat(done).containsExactly("at once");
    turnTo(20);
    assertThat(done).containsExactly("at once", "soon");
    turnTo(59_999);
    assertThat(done).hasSize(2);
    turnTo(60_010);
    assertThat(done).containsExactly("at once", "soon", "after several turns");
    assertThat(wheel.isEmpty()).isTrue();
  }

  @Test
  void whatIsCalledOffIsNotDone() {
    TimerWheel.Timer first = set(10, "first");
    TimerWheel.Timer second = set(10, "second");
    TimerWheel.Timer third = set(10, "third");

    assertThat(second.cancel()).isTrue();
    assertThat(second.cancel()).isFalse();
    turnTo(20);

    assertThat(done).containsExactlyInAnyOrder("first", "third");
    assertThat(first.cancel()).isFalse();
    assertThat(third.cancel()).isFalse();
  }

  @Test
  void whatIsDueCanStillBeCalledOffByWhatIsDoneBefore() {
    List<TimerWheel.Timer> both = new ArrayList<>();
    both.add(wheel.set(now, 10 * MILLI, () -> callOff(both)));
    both.add(wheel.set(now, 10 * MILLI, () -> callOff(both)));

    turnTo(20);

    assertThat(done).containsExactly("one");
    assertThat(wheel.isEmpty()).isTrue();
  }

  @Test
  void aLongStallLosesNothing() {
    set(10, "a");
    set(7_000, "b");
    set(100_000, "c");

    now = START + 50_000 * MILLI;
    turn();
    assertThat(done).containsExactlyInAnyOrder("a", "b");
    set(5, "d");
    turnTo(50_010);

    assertThat(done).hasSize(3).endsWith("d");
    turnTo(100_010);
    assertThat(done).endsWith("c");
  }

  @Test
  void whatIsSetAfterALongRestIsNotLate() {
    set(10, "before");
    turnTo(20);
    now = START + 3_600_000 * MILLI;

    set(12, "after");
    now += 11 * MILLI;
    turn();
    assertThat(done).containsExactly("before");
    now += 6 * MILLI;
    turn();
    assertThat(done).containsExactly("before", "after");
  }

  @Test
  void whoeverAsksWhenTheNextIsDueMissesNothing() {
    set(7, "a");
    set(9_000, "b");
    set(3, "c").cancel();

    int asked = 0;
    while (!wheel.isEmpty()) {
      long next = wheel.nextDue();
      assertThat(next).isGreaterThan(now);
      now = next;
      turn();
      asked++;
    }

    assertThat(done).containsExactly("a", "b");
    assertThat(now - START).isBetween(9_000 * MILLI, 9_000 * MILLI + TimerWheel.TICK);
    assertThat(asked).as("one for each, and one for each turn in between").isEqualTo(4);
  }

  @Test
  void amongThousandsEachIsDoneInItsTime() {
    var random = new Random(7);
    List<TimerWheel.Timer> calledOff = new ArrayList<>();
    List<Long> late = new ArrayList<>();
    int expected = 0;
    for (int step = 0; step < 4_000; step++) {
      now += random.nextLong(TimerWheel.TICK);
      long due = now + random.nextLong(20_000) * MILLI;
      TimerWheel.Timer timer = wheel.set(now, due - now, () -> late.add(now - due));
      if (random.nextInt(3) == 0) {
        calledOff.add(timer);
      } else {
        expected++;
      }
      turn();
    }
    int before = late.size();
    calledOff.forEach(TimerWheel.Timer::cancel);
    while (!wheel.isEmpty()) {
      now += TimerWheel.TICK;
      turn();
    }

    assertThat(late).hasSizeBetween(expected, expected + before);
    assertThat(late).allMatch(nanos -> nanos >= 0 && nanos <= 2 * TimerWheel.TICK);
  }

  private void callOff(List<TimerWheel.Timer> all) {
    done.add("one");
    all.forEach(TimerWheel.Timer::cancel);
  }

  private TimerWheel.Timer set(long millis, String name) {
    return wheel.set(now, millis * MILLI, () -> done.add(name));
  }

  /** Tick by tick, to so many milliseconds after the start. */
  private void turnTo(long millis) {
    while (now < START + millis * MILLI) {
      now = Math.min(now + TimerWheel.TICK, START + millis * MILLI);
      turn();
    }
  }

  private void turn() {
    wheel.due(now).forEach(TimerWheel.Timer::run);
  }
}
