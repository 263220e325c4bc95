package dev.slipway.base;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list in a stable order.
 *
 * @param items what the page holds
 * @param nextPageToken an opaque token for the next page; null on the last
 */
public record Page<T>(List<T> items, @Nullable String nextPageToken) {

  /** The same page with each item in another form. */
  public <R> Page<R> map(Function<? super T, ? extends R> form) {
    return new Page<>(items.stream().<R>map(form).toList(), nextPageToken);
  }
}
