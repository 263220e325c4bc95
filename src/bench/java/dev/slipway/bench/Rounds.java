package dev.slipway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much each way carries: measured in turns, since a machine's speed changes by the minute. */
record Rounds(Map<Way, List<Double>> rates) {

  private static final int WARM_UP = 2;
  private static final int MEASURED = 5;
  private static final Duration ROUND = Duration.ofSeconds(5);

  /** Cold code is slow, and what it does is not counted. */
  static Rounds of(ClosedLoop loop, List<Way> ways) throws IOException, InterruptedException {
    Map<Way, List<Double>> rates = new LinkedHashMap<>();
    ways.forEach(way -> rates.put(way, new ArrayList<>()));
    for (int round = -WARM_UP; round < MEASURED; round++) {
      for (Way way : ways) {
        double rate = loop.rate(way, ROUND);
        if (round >= 0) rates.get(way).add(rate);
      }
    }
    return new Rounds(rates);
  }

  double median(Way way) {
    return median(rates.get(way));
  }

  static double median(List<Double> all) {
    return all.stream().sorted().skip(all.size() / 2).findFirst().orElse(0.0);
  }

  /**
   * Prints them as a table.
   *
   * @param yardstick what the others are compared with
   */
  void print(Way yardstick) {
    System.out.println("| way | requests/s | slowest | fastest | to " + yardstick.name() + " |");
    System.out.println("|---|---:|---:|---:|---:|");
    rates.forEach((way, all) ->
        System.out.printf(
            "| %s | %.0f | %.0f | %.0f | %.2f |%n",
            way.name(),
            median(all),
            all.stream().min(Double::compare).orElseThrow(),
            all.stream().max(Double::compare).orElseThrow(),
            median(all) / median(yardstick)));
  }
}
