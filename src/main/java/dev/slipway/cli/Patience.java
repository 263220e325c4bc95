package dev.slipway.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether and how long a command waits for what it has started. */
final class Patience {

  @Option(
      names = "--wait",
      order = 80,
      description = "Wait until it has ended, showing progress; the exit code tells how.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      order = 81,
      converter = Span.class,
      description =
          "Wait no longer than this (90s, 30m, 1h30m). The deployment goes on all the same."
              + " Usually ${DEFAULT-VALUE}.",
      defaultValue = "2h")
  Duration timeout = Duration.ofHours(2);
}
