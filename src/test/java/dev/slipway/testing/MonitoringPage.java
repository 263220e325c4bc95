package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of docs/monitoring.md. */
public final class MonitoringPage {

  private static final Pattern METRIC =
      Pattern.compile("(?m)^\\| `(slipway_[a-z_]+)` \\| ([^|]*) \\|");
  private static final Pattern RULE = Pattern.compile("(?m)^\\| `(Slipway[A-Za-z]+)` \\|");
  private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

  private MonitoringPage() {}

  /** The labels of each of these metrics. */
  public static Map<String, Set<String>> metrics(Predicate<String> which) {
    return METRIC
        .matcher(text())
        .results()
        .filter(row -> which.test(row.group(1)))
        .collect(
            Collectors.toMap(
                row -> row.group(1), row -> words(row.group(2)), (a, b) -> b, TreeMap::new));
  }

  /** The rules' names. */
  public static Set<String> rules() {
    return RULE.matcher(text())
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> words(String cell) {
    return WORD.matcher(cell)
        .results()
        .map(word -> word.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text() {
    try {
      return Files.readString(Path.of("docs", "monitoring.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
