package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What part of a list is asked for.
 *
 * @param code with which a token that is not ours is refused
 */
record Slice(@Nullable String token, int size, String code) {

  /** Of alarms and their history. */
  static Slice ofAlarms(@Nullable String token, @Nullable Integer size) {
    return new Slice(token, size == null ? 50 : Math.clamp(size, 1, 100), "InvalidNextToken");
  }

  /** Of metrics and dashboards. */
  static Slice of(@Nullable String token, int size) {
    return new Slice(token, size, "InvalidParameterValue");
  }

  /** Of metric data. */
  static Slice ofPoints(@Nullable String token, int size) {
    return new Slice(token, size, "InvalidNextToken");
  }

  <T> Page<T> page(Stream<T> all, Order<T> order) {
    return Page.of(
        all,
        order,
        token,
        size,
        () -> new ServiceException(400, code, "The token is not one of ours."));
  }
}
