package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.traffic.TrafficRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakerTests {

  private static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;
  private static final TrafficRules.Breaker RULE = new TrafficRules.Breaker(0.5, 10, 10, 5);
  private long now = -3 * SECOND;
  private Breaker breaker = new Breaker(RULE, new AnswerTimes(), now);

  @BeforeEach
  void anew() {
    breaker = new Breaker(RULE, new AnswerTimes(), now);
  }

  @Test
  void itOpensWhenHalfOfEnoughFail() {
    ask(5, 4);
    assertThat(admitted()).isTrue();
    ask(0, 1);
    assertThat(admitted()).isFalse();
  }

  @Test
  void tooFewSayNothing() {
    ask(0, 9);
    assertThat(admitted()).isTrue();
  }

  @Test
  void whatIsLongPastIsForgotten() {
    ask(0, 9);
    now += 11 * SECOND;
    ask(0, 9);
    assertThat(admitted()).isTrue();
    ask(0, 1);
    assertThat(admitted()).isFalse();
  }

  @Test
  void afterARestOneIsTriedAndItsEndDecides() {
    ask(0, 10);
    now += 5 * SECOND;
    long first = breaker.admits(now);
    assertThat(admitted()).as("only one").isFalse();
    breaker.failed(first, now);
    now += 4 * SECOND;
    assertThat(admitted()).isFalse();

    now += SECOND;
    long second = breaker.admits(now);
    assertThat(second).isNotEqualTo(Breaker.NONE);
    breaker.unknown(second);
    long third = breaker.admits(now);
    assertThat(third).as("another one is tried").isNotEqualTo(Breaker.NONE);
    breaker.succeeded(third, now);
    ask(0, 9);
    assertThat(admitted()).as("it counts anew").isTrue();
  }

  @Test
  void whatWasAskedBeforeItOpenedDoesNotEndTheTrial() {
    long old = breaker.admits(now);
    ask(0, 10);
    now += 5 * SECOND;
    long trial = breaker.admits(now);
    breaker.succeeded(old, now);
    assertThat(admitted()).as("nor does a late success close it").isFalse();
    breaker.unknown(old);
    assertThat(admitted()).as("nor is a second one tried beside it").isFalse();
    breaker.failed(old, now);
    breaker.succeeded(trial, now);
    assertThat(admitted()).as("nor does a late failure open it again").isTrue();
  }

  @Test
  void whatWasAskedBeforeItClosedAgainIsNotCounted() {
    List<Long> old = Stream.generate(() -> breaker.admits(now)).limit(20).toList();
    ask(0, 10);
    for (long ticket : old) breaker.failed(ticket, now);
    now += 5 * SECOND;
    breaker.succeeded(breaker.admits(now), now);
    for (long ticket : old) breaker.failed(ticket, now);
    assertThat(admitted()).isTrue();
  }

  @Test
  void aTrialThatIsOverDecidesNothingMore() {
    ask(0, 10);
    now += 5 * SECOND;
    long over = breaker.admits(now);
    breaker.unknown(over);
    long trial = breaker.admits(now);
    breaker.succeeded(over, now);
    assertThat(admitted()).isFalse();
    breaker.succeeded(trial, now);
    assertThat(admitted()).isTrue();
  }

  @Test
  void whoDoesNotWaitAsLongAsAnswersTakeSaysNothing() {
    took(60 * MILLI);
    late(20, 119 * MILLI);
    assertThat(admitted()).isTrue();
    late(10, 120 * MILLI);
    assertThat(admitted()).as("twice as long is not impatient").isFalse();
  }

  @Test
  void howLongAnswersTakeIsNotKnownBeforeTheFirst() {
    late(20, 1000 * SECOND);
    assertThat(admitted()).isTrue();
  }

  @Test
  void oneAnswerIsNotBelievedAtOnceWhetherItTookLongOrNot() {
    took(30 * SECOND);
    took(60 * MILLI);
    late(20, 30 * SECOND);
    assertThat(admitted()).isTrue();
    for (int i = 0; i < 500; i++) took(60 * MILLI);
    late(5, 160 * MILLI);
    took(400 * MILLI);
    late(5, 160 * MILLI);
    assertThat(admitted()).isFalse();
  }

  @Test
  void aHangOpensItWhenOneAnswerTookLongBefore() {
    for (int i = 0; i < 100; i++) took(100 * MILLI);
    took(400 * MILLI);
    late(10, 750 * MILLI);
    assertThat(admitted()).isFalse();
  }

  @Test
  void aHangOpensItSoonAfterAColdStart() {
    took(10 * SECOND);
    for (int i = 0; i < 19; i++) took(100 * MILLI);
    late(10, 1200 * MILLI);
    assertThat(admitted()).as("the first answer is one of twenty").isFalse();
  }

  @Test
  void whereNoneComeForAWholeWindowTheUsualTimeIsEnough() {
    took(100 * MILLI);
    now += 10 * SECOND - 1;
    late(20, 150 * MILLI);
    assertThat(admitted()).isTrue();
    now += 1;
    late(20, 99 * MILLI);
    assertThat(admitted()).as("less says nothing even then").isTrue();
    late(10, 100 * MILLI);
    assertThat(admitted()).isFalse();
  }

  @Test
  void overloadOpensItThoughSomeAreAnsweredInTheCallersTime() {
    for (int i = 0; i < 100; i++) took(100 * MILLI);
    for (int i = 0; i < 4; i++) {
      took(1500 * MILLI);
      ask(1, 0);
      late(4, 2 * SECOND);
    }
    assertThat(admitted()).isFalse();
  }

  @Test
  void howLongOneKindOfCallTakesSaysNothingOfAnother() {
    breaker.times().took(Operation.STREAM, 150 * MILLI, now);
    late(20, SECOND);
    assertThat(admitted()).isTrue();
    took(8 * SECOND);
    late(20, SECOND);
    assertThat(admitted()).isTrue();
  }

  @Test
  void anImpatientCallersTrialDecidesNothing() {
    took(60 * MILLI);
    ask(0, 10);
    now += 5 * SECOND;
    breaker.late(breaker.admits(now), Operation.INVOKE, now, 20 * MILLI);
    long next = breaker.admits(now);
    assertThat(next).as("another one is tried").isNotEqualTo(Breaker.NONE);
    breaker.late(next, Operation.INVOKE, now, 600 * MILLI);
    assertThat(admitted()).as("a patient one's does").isFalse();
  }

  @Test
  void itSaysHowMuchOfItsRestIsLeft() {
    ask(0, 10);
    assertThat(breaker.restSeconds(now)).isEqualTo(5);
    now += SECOND + 1;
    assertThat(breaker.restSeconds(now)).as("rounded up").isEqualTo(4);
    now += 4 * SECOND - 2;
    assertThat(breaker.restSeconds(now)).isEqualTo(1);
    now += 1;
    assertThat(admitted()).isTrue();
    assertThat(breaker.restSeconds(now)).as("while one is tried").isEqualTo(1);
  }

  private void took(long nanos) {
    breaker.times().took(Operation.INVOKE, nanos, now);
  }

  private void late(int many, long waited) {
    for (int i = 0; i < many; i++) breaker.late(breaker.admits(now), Operation.INVOKE, now, waited);
  }

  private boolean admitted() {
    return breaker.admits(now) != Breaker.NONE;
  }

  private void ask(int well, int badly) {
    for (int i = 0; i < well; i++) breaker.succeeded(breaker.admits(now), now);
    for (int i = 0; i < badly; i++) breaker.failed(breaker.admits(now), now);
  }
}
