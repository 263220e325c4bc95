package dev.slipway.cli;

import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code slipway models}. */
@Command(
    name = "models",
    customSynopsis = "slipway models [options]",
    description = "List the models.",
    footer = {"", "Example:", "  slipway models"})
final class ModelsCommand extends ListCommand {

  ModelsCommand(Shell shell) {
    super(shell, "MODEL", "DESCRIPTION", "CREATED");
  }

  @Override
  Route route(Session session) {
    return Route.of("models");
  }

  @Override
  List<String> row(JsonNode item, Printer printer) {
    return List.of(
        item.path("name").asString(""),
        item.path("description").asString(""),
        Printer.moment(Instant.parse(item.path("created_at").asString(""))));
  }

  @Override
  String none() {
    return "No models. Register one: slipway register --create-model.";
  }
}
