package dev.slipway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How much each way carries: measured in turns, since a machine's speed changes by the minute. */
record Rounds(Figures rates) {

  private static final int WARM_UP = 2;
  private static final int MEASURED = 5;
  private static final Duration ROUND = Duration.ofSeconds(5);

  /** Cold code is slow, and what it does is not counted. */
  static Rounds of(ClosedLoop loop, List<Way> ways) throws IOException, InterruptedException {
    Figures rates = new Figures();
    for (int round = -WARM_UP; round < MEASURED; round++) {
      for (Way way : ways) {
        double rate = loop.rate(way, ROUND);
        if (round >= 0) rates.add(way, rate);
      }
    }
    return new Rounds(rates);
  }

  double median(Way way) {
    return rates.median(way);
  }

  /**
   * Prints them as a table.
   *
   * @param yardstick what the others are compared with
   */
  void print(Way yardstick) {
    System.out.println("| way | requests/s | slowest | fastest | to " + yardstick.name() + " |");
    System.out.println("|---|---:|---:|---:|---:|");
    for (Way way : rates.ways()) {
      System.out.printf(
          "| %s | %.0f | %.0f | %.0f | %.2f |%n",
          way.name(),
          median(way),
          rates.least(way),
          rates.most(way),
          median(way) / median(yardstick));
    }
  }
}
