package dev.slipway.simulator.logs;

import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list whose token is where the next one begins.
 *
 * @param next null on the last page
 */
record LogPage<T>(List<T> items, @Nullable String next) {

  static <T> LogPage<T> of(List<T> all, @Nullable String token, @Nullable Integer limit, int most) {
    int from;
    try {
      from = token == null ? 0 : Integer.parseInt(token);
    } catch (NumberFormatException e) {
      throw new ServiceException(
          400, "InvalidParameterException", "The specified nextToken is invalid.");
    }
    int begin = Math.clamp(from, 0, all.size());
    int end = Math.min(all.size(), begin + (limit == null ? most : limit));
    return new LogPage<>(all.subList(begin, end), end < all.size() ? String.valueOf(end) : null);
  }
}
