package dev.slipway.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was measured of each way, round by round; the median counts. */
final class Figures {

  private final Map<Way, List<Double>> all = new LinkedHashMap<>();

  void add(Way way, double figure) {
    all.computeIfAbsent(way, _ -> new ArrayList<>()).add(figure);
  }

  /** Those of which there are any, in the order in which they were first measured. */
  Set<Way> ways() {
    return all.keySet();
  }

  double median(Way way) {
    List<Double> sorted = sorted(way);
    return sorted.get(sorted.size() / 2);
  }

  double least(Way way) {
    return sorted(way).getFirst();
  }

  double most(Way way) {
    return sorted(way).getLast();
  }

  private List<Double> sorted(Way way) {
    return all.getOrDefault(way, List.of()).stream().sorted().toList();
  }
}
