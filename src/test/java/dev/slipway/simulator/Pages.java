package dev.slipway.simulator;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists that are given in pages. */
final class Pages {

  private Pages() {}

  /** Asks for page after page with the token that each gives for the next, until one gives none. */
  static <P> void read(
      Function<@Nullable String, P> ask, Function<P, @Nullable String> token, Consumer<P> each) {
    String next = null;
    do {
      P page = ask.apply(next);
      each.accept(page);
      next = token.apply(page);
    } while (next != null);
  }
}
