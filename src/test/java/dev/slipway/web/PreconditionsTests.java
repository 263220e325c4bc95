package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTests {

  @ParameterizedTest
  @ValueSource(strings = {"\"3\"", "\"2\", \"3\"", "*"})
  void whoHasSeenThePresentStateMayChangeIt(String header) {
    assertThatCode(() -> Preconditions.require(header, 3)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "W/\"3\"", "3"})
  void aStaleWeakOrBareTagIsRefused(String header) {
    assertThatThrownBy(() -> Preconditions.require(header, 3))
        .isInstanceOfSatisfying(
            Failure.Precondition.class, failure -> assertThat(failure.stated()).isTrue());
  }

  @Test
  void nothingStatedIsRefused() {
    assertThatThrownBy(() -> Preconditions.require(null, 3))
        .isInstanceOfSatisfying(
            Failure.Precondition.class, failure -> assertThat(failure.stated()).isFalse());
  }
}
