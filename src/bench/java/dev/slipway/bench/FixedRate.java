package dev.slipway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How long each way takes, and how much of the processors, under the same fixed rate, in turns. */
final class FixedRate {

  private static final int WARM_UP = 1;
  private static final Duration ROUND = Duration.ofSeconds(10);

  private final Figures p50 = new Figures();
  private final Figures p99 = new Figures();
  private final Figures user = new Figures();
  private final Figures system = new Figures();
  private long failed;

  /**
   * @param rounds how many count of each way. From one to the next the slowest take twice or half
   *     as long, so the median of few is a matter of luck
   */
  FixedRate(List<Way> ways, int perSecond, int rounds) throws IOException, InterruptedException {
    for (int round = -WARM_UP; round < rounds; round++) {
      for (Way way : ways) {
        measure(way, perSecond, round >= 0);
      }
    }
  }

  private void measure(Way way, int perSecond, boolean counts)
      throws IOException, InterruptedException {
    ProcessorTime before = ProcessorTime.of(way.pid());
    FixedRound round = FixedRound.of(way, perSecond, ROUND);
    ProcessorTime spent = ProcessorTime.of(way.pid()).since(before);
    if (counts) {
      p50.add(way, round.millis(0.5));
      p99.add(way, round.millis(0.99));
      user.add(way, (double) spent.user() / round.answered());
      system.add(way, (double) spent.system() / round.answered());
      failed += round.failed();
    }
  }

  double p50(Way way) {
    return p50.median(way);
  }

  double p99(Way way) {
    return p99.median(way);
  }

  /** Requests that were not answered with 200, or not sent. */
  long failed() {
    return failed;
  }

  /**
   * Prints them as a table.
   *
   * @param yardstick what the others are compared with
   */
  void print(Way yardstick) {
    System.out.printf(
        "| way | p50 ms | p99 ms | p50 to %1$s | p99 to %1$s"
            + " | processor, us a request | of it in the kernel |%n",
        yardstick.name());
    System.out.println("|---|---:|---:|---:|---:|---:|---:|");
    for (Way way : p50.ways()) {
      System.out.printf(
          "| %s | %.2f | %.2f | %.2f | %.2f | %.1f | %.1f |%n",
          way.name(),
          p50(way),
          p99(way),
          p50(way) / p50(yardstick),
          p99(way) / p99(yardstick),
          user.median(way) + system.median(way),
          system.median(way));
    }
  }
}
