package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.wire.ServiceException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How calls of a {@link TestWorld} are refused. */
final class Refusals {

  private Refusals() {}

  /** Fails unless the call is refused as a bad request of that code, with this text in it. */
  static void refused(ThrowingCallable call, String code, String text) {
    refused(call, 400, code, text);
  }

  /**
   * As SageMaker refuses nearly everything, what is not there too, and its scaling what is
   * malformed.
   */
  static void invalid(ThrowingCallable call, String text) {
    refused(call, "ValidationException", text);
  }

  static void refused(ThrowingCallable call, int status, String code, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServiceException.class,
            error -> {
              assertThat(error.status()).isEqualTo(status);
              assertThat(error.code()).isEqualTo(code);
              assertThat(error.text()).contains(text);
            });
  }
}
