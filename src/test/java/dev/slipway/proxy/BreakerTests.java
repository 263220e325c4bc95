package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.traffic.TrafficRules;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakerTests {

  private static final long SECOND = 1_000_000_000;
  private long now = -3 * SECOND;
  private Breaker breaker = new Breaker(new TrafficRules.Breaker(0.5, 10, 10, 5), now);

  @BeforeEach
  void anew() {
    breaker = new Breaker(breaker.rule(), now);
  }

  @Test
  void itOpensWhenHalfOfEnoughFail() {
    ask(5, 4);
    assertThat(breaker.admits(now)).isTrue();
    ask(0, 1);
    assertThat(breaker.admits(now)).isFalse();
  }

  @Test
  void tooFewSayNothing() {
    ask(0, 9);
    assertThat(breaker.admits(now)).isTrue();
  }

  @Test
  void whatIsLongPastIsForgotten() {
    ask(0, 9);
    now += 11 * SECOND;
    ask(0, 9);
    assertThat(breaker.admits(now)).isTrue();
    ask(0, 1);
    assertThat(breaker.admits(now)).isFalse();
  }

  @Test
  void afterARestOneIsTriedAndItsEndDecides() {
    ask(0, 10);
    now += 5 * SECOND;
    assertThat(breaker.admits(now)).isTrue();
    assertThat(breaker.admits(now)).as("only one").isFalse();
    breaker.failed(now);
    assertThat(breaker.admits(now + 4 * SECOND)).isFalse();

    now += 5 * SECOND;
    assertThat(breaker.admits(now)).isTrue();
    breaker.unknown();
    assertThat(breaker.admits(now)).as("another one is tried").isTrue();
    breaker.succeeded(now);
    ask(0, 9);
    assertThat(breaker.admits(now)).as("it counts anew").isTrue();
  }

  private void ask(int well, int badly) {
    for (int i = 0; i < well; i++) breaker.succeeded(now);
    for (int i = 0; i < badly; i++) breaker.failed(now);
  }
}
