package dev.slipway.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that Slipway gave to an endpoint and its parts, as they stand in what AWS says. They
 * are no secrets, whatever they look like: without them nobody knows which alarm took an update
 * back.
 */
final class OwnNames {

  /** Stands for the first of them while a text is worked on; private use, so in no text. */
  private static final char FIRST = '\uE000';

  private static final char LAST = '\uF8FF';

  private final List<String> stems;
  private final Pattern pattern;

  OwnNames(Endpoint endpoint) {
    stems = Stream.of(endpoint.name(), endpoint.physicalName()).distinct().toList();
    String stem = stems.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
    pattern =
        Pattern.compile(
            "(?<![\\w-])(?:slipway-)?"
                + stem
                + "(?:--s\\d+)?(?:-m-[0-9a-f]{12})?(?:-r\\d+-a\\d+-[0-9a-f]{8})?"
                + "(?:-5xx-errors|-high-latency|-abort)?(?![\\w-])");
  }

  /** Whether a text is more than one of the names and has it in it. */
  boolean isWithin(String text) {
    return stems.stream().anyMatch(text::contains) && !pattern.matcher(text).matches();
  }

  /** Works on a text in which each of the names is one character that nothing else is. */
  String keepingThem(String text, UnaryOperator<String> work) {
    List<String> kept = new ArrayList<>();
    String worked =
        work.apply(
            pattern
                .matcher(text)
                .replaceAll(found -> {
                  if (FIRST + kept.size() > LAST) return Matcher.quoteReplacement(found.group());
                  kept.add(found.group());
                  return String.valueOf((char) (FIRST + kept.size() - 1));
                }));
    for (int i = 0; i < kept.size(); i++) {
      worked = worked.replace(String.valueOf((char) (FIRST + i)), kept.get(i));
    }
    return worked;
  }
}
