package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a list, and the token for the next. */
record Slice<T>(List<T> items, @Nullable String next) {

  /** The code with which most operations refuse a token that is not theirs. */
  static final String INVALID_TOKEN = "InvalidNextToken";

  static <T> Slice<T> of(
      List<T> all, @Nullable String token, @Nullable Integer size, int usual, int most) {
    return of(all, token, size, usual, most, INVALID_TOKEN);
  }

  /**
   * @param usual how many when the request does not say
   * @param code with which a token that is not ours is refused
   */
  static <T> Slice<T> of(
      List<T> all,
      @Nullable String token,
      @Nullable Integer size,
      int usual,
      int most,
      String code) {
    int from;
    try {
      from = token == null ? 0 : Integer.parseInt(token);
    } catch (NumberFormatException e) {
      throw new ServiceException(400, code, "The token is not one of ours.");
    }
    int start = Math.clamp(from, 0, all.size());
    int end = Math.min(all.size(), start + Math.clamp(size == null ? usual : size, 1, most));
    return new Slice<>(all.subList(start, end), end < all.size() ? String.valueOf(end) : null);
  }
}
