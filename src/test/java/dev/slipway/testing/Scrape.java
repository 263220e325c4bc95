package dev.slipway.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus reads of a process, in its text format.
 *
 * @param metrics by their names; a histogram's parts are one metric, and its largest value belongs
 *     to it
 */
public record Scrape(Map<String, Metric> metrics) {

  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) ?(.*)$");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-z_]+?)(_bucket|_sum|_count|_max)?(\\{.*\\})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(?<=[{,])([a-zA-Z_]+)=\"");

  /**
   * A metric.
   *
   * @param type such as {@code gauge}
   * @param help what it says of itself
   * @param labels the names of its labels, without {@code le}
   */
  public record Metric(String type, String help, Set<String> labels) {}

  /** As it was read. */
  public static Scrape of(String text) {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    TYPE.matcher(text)
        .results()
        .forEach(it -> metrics.put(it.group(1), new Metric(it.group(2), "", new TreeSet<>())));
    HELP.matcher(text)
        .results()
        .forEach(it ->
            metrics.computeIfPresent(
                it.group(1),
                (name, known) -> new Metric(known.type, it.group(2).strip(), known.labels)));
    SAMPLE
        .matcher(text)
        .results()
        .forEach(sample -> {
          Metric metric = of(sample, metrics);
          if (metric != null && sample.group(3) != null) {
            LABEL.matcher(sample.group(3)).results().forEach(it -> metric.labels.add(it.group(1)));
            metric.labels.remove("le");
          }
        });
    metrics
        .keySet()
        .removeIf(name ->
            name.endsWith("_max") && metrics.containsKey(name.substring(0, name.length() - 4)));
    return new Scrape(metrics);
  }

  private static @Nullable Metric of(MatchResult sample, Map<String, Metric> metrics) {
    String part = sample.group(2) == null ? "" : sample.group(2);
    Metric whole = metrics.get(sample.group(1) + part);
    return whole != null ? whole : metrics.get(sample.group(1));
  }

  /** The metric to which a name in an expression belongs, be it a part of a histogram; or null. */
  public @Nullable Metric named(String name) {
    Metric whole = metrics.get(name);
    return whole != null ? whole : metrics.get(name.replaceFirst("_(bucket|sum|count|max)$", ""));
  }
}
