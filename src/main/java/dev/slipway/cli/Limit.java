package dev.slipway.cli;

import picocli.CommandLine.Option;

/** How much of a list is shown. */
final class Limit {

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      order = 50,
      defaultValue = "20",
      description = "At most so many, newest first. Usually ${DEFAULT-VALUE}.")
  int most = 20;
}
