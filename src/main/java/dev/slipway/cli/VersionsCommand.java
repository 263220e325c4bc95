package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway versions}. */
@Command(
    name = "versions",
    customSynopsis = "slipway versions MODEL [options]",
    description = "List a model's versions, newest first.",
    footer = {"", "Example:", "  slipway versions fraud-detector"})
final class VersionsCommand extends ListCommand {

  @Parameters(paramLabel = "MODEL", description = "The model's name.")
  String model = "";

  VersionsCommand(Shell shell) {
    super(shell, "VERSION", "IMAGE", "ARTIFACT", "APPROVAL", "BY", "CREATED");
  }

  @Override
  Route route(Session session) {
    return Route.of("models", model, "versions");
  }

  @Override
  List<String> row(JsonNode item, Printer printer) {
    ModelVersion one = Json.mapper().treeToValue(item, ModelVersion.class);
    return List.of(
        one.name(),
        one.image(),
        one.artifact(),
        one.approval() == null ? "" : printer.state(one.approval().status()),
        one.createdBy(),
        Printer.moment(one.createdAt()));
  }

  @Override
  String none() {
    return "No versions. Register one: slipway register %s.".formatted(model);
  }
}
