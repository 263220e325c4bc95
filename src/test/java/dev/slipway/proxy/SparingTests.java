package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparingTests {

  private static final long SECOND = 1_000_000_000;

  private final Sparing sparing = new Sparing();

  @Test
  void aFewOfEachSecondAreLetThroughAndTheOthersCounted() {
    long now = -5 * SECOND;
    for (int i = 0; i < Sparing.MOST; i++) {
      assertThat(sparing.next(now)).isZero();
    }
    for (int i = 0; i < 90; i++) {
      assertThat(sparing.next(now + SECOND - 1)).isEqualTo(-1);
    }
    assertThat(sparing.next(now + SECOND)).isEqualTo(90);
    assertThat(sparing.next(now + SECOND)).isZero();
  }
}
