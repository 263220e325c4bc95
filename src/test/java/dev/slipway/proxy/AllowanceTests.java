package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.traffic.TrafficRules.PerCaller;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowanceTests {

  private static final long MILLI = 1_000_000;
  private static final long START = -50 * MILLI;

  private final Allowance allowance = new Allowance(START);

  @Test
  void aBurstIsLetInAndThenTheRate() {
    var rule = new PerCaller(10.0, 3, null);
    for (int i = 0; i < 3; i++) assertThat(allowance.take(rule, START)).isZero();
    assertThat(allowance.take(rule, START)).isEqualTo(100 * MILLI);
    assertThat(allowance.take(rule, START + 60 * MILLI)).isEqualTo(40 * MILLI);
    assertThat(allowance.take(rule, START + 100 * MILLI)).isZero();
    assertThat(allowance.take(rule, START + 100 * MILLI)).isPositive();
  }

  @Test
  void aPauseIsWorthABurstAndNoMore() {
    var rule = new PerCaller(10.0, 3, null);
    long later = START + 60_000 * MILLI;
    assertThat(IntStream.range(0, 10).filter(i -> allowance.take(rule, later) == 0).count())
        .isEqualTo(3);
  }

  @Test
  void aRateAloneHasASecondsWorthAsItsBurst() {
    var rule = new PerCaller(5.0, null, null);
    assertThat(IntStream.range(0, 20).filter(i -> allowance.take(rule, START) == 0).count())
        .isEqualTo(5);
  }

  @Test
  void askingHowLongToWaitTakesNothing() {
    var rule = new PerCaller(10.0, 2, 1);
    assertThat(allowance.untilRoom(rule, START)).isZero();
    assertThat(allowance.untilRoom(rule, START)).isZero();
    assertThat(allowance.take(rule, START)).isZero();
    assertThat(allowance.untilRoom(rule, START)).isZero();
    assertThat(allowance.take(rule, START)).isZero();
    assertThat(allowance.untilRoom(rule, START)).isEqualTo(100 * MILLI);
    assertThat(allowance.untilRoom(rule, START + 100 * MILLI)).isZero();
    assertThat(allowance.enter(rule)).isTrue();
    assertThat(allowance.untilRoom(rule, START + 100 * MILLI)).isPositive();
    allowance.leave();
    assertThat(allowance.untilRoom(rule, START + 100 * MILLI)).isZero();
  }

  @Test
  void nobodyWaitsUnderANewRuleForWhatWasUsedUpByTheOldOne() {
    var strict = new PerCaller(0.01, 2, null);
    var relaxed = new PerCaller(50.0, 4, null);
    for (int i = 0; i < 2; i++) assertThat(allowance.take(strict, START)).isZero();
    assertThat(allowance.take(strict, START)).isEqualTo(100_000 * MILLI);

    assertThat(allowance.untilRoom(relaxed, START)).as("one who signs").isZero();
    assertThat(allowance.take(relaxed, START)).as("at once").isZero();
    assertThat(allowance.take(relaxed, START)).as("and then the rate").isEqualTo(20 * MILLI);
    assertThat(allowance.take(relaxed, START + 20 * MILLI)).isZero();
    assertThat(allowance.take(relaxed, START + 20 * MILLI)).isPositive();
  }

  @Test
  void aStricterRuleGivesNothingAway() {
    var loose = new PerCaller(50.0, 4, null);
    var strict = new PerCaller(0.01, 2, null);
    for (int i = 0; i < 4; i++) assertThat(allowance.take(loose, START)).isZero();
    assertThat(IntStream.range(0, 10).filter(i -> allowance.take(strict, START) == 0).count())
        .isLessThanOrEqualTo(2);
  }

  @Test
  void soManyMayBeUnanswered() {
    var rule = new PerCaller(null, null, 2);
    assertThat(allowance.enter(rule)).isTrue();
    assertThat(allowance.enter(rule)).isTrue();
    assertThat(allowance.enter(rule)).isFalse();
    assertThat(allowance.isUntouched(START)).isFalse();
    allowance.leave();
    assertThat(allowance.enter(rule)).isTrue();
    allowance.leave();
    allowance.leave();
    assertThat(allowance.isUntouched(START)).isTrue();
  }
}
