package dev.slipway.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** The rules that are shipped. */
final class AlertRules {

  private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
  private static final Pattern BY = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");

  /** A name that is no function's, number's or word of the language's. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b(?!or\\b|and\\b|unless\\b)([a-z_]+)\\b(?!\\s*\\()(?:\\{([^}]*)})?");

  private AlertRules() {}

  /** A metric in an expression, and the labels by which it is chosen. */
  record Selector(String metric, Set<String> labels) {}

  /** One rule. */
  record Rule(String alert, String expression, Map<String, String> annotations) {

    List<Selector> selectors() {
      String bare = STRING.matcher(BY.matcher(expression).replaceAll("")).replaceAll("");
      // The times in brackets, such as [5m].
      return SELECTOR
          .matcher(bare.replaceAll("\\[[^]]*]", ""))
          .results()
          .map(it -> new Selector(it.group(1), labels(it)))
          .toList();
    }

    private static Set<String> labels(MatchResult selector) {
      return selector.group(2) == null
          ? Set.of()
          : MATCHER
              .matcher(selector.group(2))
              .results()
              .map(it -> it.group(1))
              .collect(Collectors.toSet());
    }

    /** The labels that it sums up by; empty where it takes each series by itself. */
    Set<String> by() {
      Set<String> all = new HashSet<>();
      BY.matcher(expression)
          .results()
          .forEach(it -> Stream.of(it.group(1).split(",")).map(String::strip).forEach(all::add));
      return all;
    }
  }

  static List<Rule> read() {
    List<Rule> rules = new ArrayList<>();
    for (Object group : list(map(new Yaml().load(text())), "groups")) {
      for (Object one : list(map(group), "rules")) {
        Map<?, ?> rule = map(one);
        Map<String, String> annotations =
            map(rule.get("annotations")).entrySet().stream()
                .collect(
                    Collectors.toMap(it -> it.getKey().toString(), it -> it.getValue().toString()));
        rules.add(
            new Rule(
                String.valueOf(rule.get("alert")), String.valueOf(rule.get("expr")), annotations));
      }
    }
    return rules;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  private static List<?> list(Map<?, ?> map, String member) {
    return (List<?>) Objects.requireNonNull(map.get(member));
  }

  private static String text() {
    try {
      return Files.readString(Path.of("docs", "monitoring", "alerts.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
