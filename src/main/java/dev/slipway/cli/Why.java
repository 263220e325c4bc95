package dev.slipway.cli;

import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The reason that somebody has to give. */
final class Why {

  @Option(
      names = {"-r", "--reason"},
      required = true,
      paramLabel = "TEXT",
      order = 20,
      description = "Why; it stays on record.")
  String reason = "";

  /** A body that begins with it. */
  ObjectNode body() {
    return JsonNodeFactory.instance.objectNode().put("reason", reason);
  }
}
