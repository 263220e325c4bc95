package dev.slipway.cli;

import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code slipway models}. */
@Command(
    name = "models",
    customSynopsis = "slipway models [options]",
    description = "List the models.",
    footer = {"", "Example:", "  slipway models"})
final class ModelsCommand extends ClientCommand {

  @Mixin Limit limit = new Limit();

  ModelsCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    List<JsonNode> items = session.api().list(Route.of("models"), limit.most);
    Printer printer = session.printer();
    if (printer.json()) {
      printer.items(items);
      return Exit.DONE;
    }
    Table table = new Table(printer.paint(), "MODEL", "DESCRIPTION", "CREATED");
    for (JsonNode item : items) {
      table.row(
          item.path("name").asString(""),
          item.path("description").asString(""),
          Printer.moment(Instant.parse(item.path("created_at").asString(""))));
    }
    printer.table(table, "No models. Register one: slipway register --create-model.");
    return Exit.DONE;
  }
}
