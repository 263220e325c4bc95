package dev.slipway.simulator.scaling;

import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list, and the token for the next. */
record Part<T>(List<T> items, @Nullable String next) {
  static <T> Part<T> of(List<T> all, @Nullable String token, @Nullable Integer size) {
    int start;
    try {
      start = token == null ? 0 : Math.clamp(Integer.parseInt(token), 0, all.size());
    } catch (NumberFormatException e) {
      throw new ServiceException(400, "InvalidNextTokenException", "The token is not one of ours.");
    }
    int end = Math.min(all.size(), start + Math.clamp(size == null ? 50 : size, 1, 50));
    return new Part<>(all.subList(start, end), end < all.size() ? String.valueOf(end) : null);
  }
}
