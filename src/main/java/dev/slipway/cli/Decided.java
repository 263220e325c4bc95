package dev.slipway.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What all commands have that decide about one promotion or deployment. */
abstract class Decided extends ClientCommand {

  static final String PENDING = "PENDING_APPROVAL";

  @Parameters(paramLabel = "ID", description = "Of the promotion or deployment.")
  String id = "";

  @Option(
      names = {"-r", "--reason"},
      required = true,
      paramLabel = "TEXT",
      order = 20,
      description = "Why; it stays on record.")
  String reason = "";

  @Mixin Patience patience = new Patience();
  @Mixin Keyed keyed = new Keyed();

  Decided(Shell shell) {
    super(shell);
  }

  ObjectNode reason() {
    return JsonNodeFactory.instance.objectNode().put("reason", reason);
  }
}
