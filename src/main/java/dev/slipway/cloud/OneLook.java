package dev.slipway.cloud;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A span of work in which AWS is asked each question once: its answer holds until the span ends.
 * For plans, which change nothing and come to the same question from several sides. Whoever changes
 * something and looks whether it is there must not work within one.
 *
 * <p>Failures are not kept. The span belongs to its thread.
 */
public final class OneLook {

  private static final ScopedValue<Map<Question, Object>> ANSWERS = ScopedValue.newInstance();

  private OneLook() {}

  /** What is asked of one account and region, in one service. */
  private record Question(Object port, String operation, Object about) {}

  /** Does the work within one span; it joins the span that it is part of, if there is one. */
  public static <T> T during(Supplier<T> work) {
    return ANSWERS.isBound()
        ? work.get()
        : ScopedValue.where(ANSWERS, new HashMap<>()).call(work::get);
  }

  /**
   * The answer to a question.
   *
   * @param port the adapter that asks
   * @param about what it asks about, with equality by value
   */
  static <T> T answer(Object port, String operation, Object about, Supplier<T> ask) {
    if (!ANSWERS.isBound()) return ask.get();
    Question question = new Question(port, operation, about);
    @SuppressWarnings("unchecked") // what this question was answered with
    T known = (T) ANSWERS.get().get(question);
    if (known != null) return known;
    T answer = ask.get();
    ANSWERS.get().put(question, answer);
    return answer;
  }

  /**
   * What exists of some names, where one call may ask about many: it is asked about those that were
   * not asked about before.
   */
  static <T> Map<String, T> found(
      Object port,
      String operation,
      Collection<String> names,
      Function<List<String>, Map<String, T>> ask) {
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      if (!isKnown(new Question(port, operation, name))) unknown.add(name);
    }
    Map<String, T> asked = ask.apply(unknown);
    if (!ANSWERS.isBound()) return asked;
    Map<String, T> found = new LinkedHashMap<>();
    for (String name : names) {
      answer(port, operation, name, () -> Optional.ofNullable(asked.get(name)))
          .ifPresent(one -> found.put(name, one));
    }
    return found;
  }

  private static boolean isKnown(Question question) {
    return ANSWERS.isBound() && ANSWERS.get().containsKey(question);
  }
}
