package dev.slipway.web;

import dev.slipway.base.Failure;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One of several words that a query states. */
public final class StatedChoice {

  private StatedChoice() {}

  /**
   * Reads it.
   *
   * @param parameter its name
   * @param word null where the query does not state it
   * @param choices all that there are
   * @throws Failure.Invalid when it is none of them
   */
  public static <E extends Enum<E>> @Nullable E read(
      String parameter, @Nullable String word, E[] choices) {
    if (word == null) return null;
    return Arrays.stream(choices)
        .filter(one -> one.name().equals(word))
        .findFirst()
        .orElseThrow(() ->
            Failure.Invalid.field(
                parameter, parameter + " is one of " + Arrays.toString(choices) + "."));
  }
}
