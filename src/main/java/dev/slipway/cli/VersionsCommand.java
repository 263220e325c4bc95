package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway versions}. */
@Command(
    name = "versions",
    customSynopsis = "slipway versions MODEL [options]",
    description = "List a model's versions, newest first.",
    footer = {"", "Example:", "  slipway versions fraud-detector"})
final class VersionsCommand extends ClientCommand {

  @Parameters(paramLabel = "MODEL", description = "The model's name.")
  String model = "";

  @Mixin Limit limit = new Limit();

  VersionsCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    List<JsonNode> items = session.api().list(Route.of("models", model, "versions"), limit.most);
    Printer printer = session.printer();
    if (printer.json()) {
      printer.items(items);
      return Exit.DONE;
    }
    Table table =
        new Table(printer.paint(), "VERSION", "IMAGE", "ARTIFACT", "APPROVAL", "BY", "CREATED");
    for (JsonNode item : items) {
      ModelVersion one = Json.mapper().treeToValue(item, ModelVersion.class);
      table.row(
          one.name(),
          one.image(),
          one.artifact(),
          one.approval() == null ? "" : printer.state(one.approval().status()),
          one.createdBy(),
          Printer.moment(one.createdAt()));
    }
    printer.table(table, "No versions. Register one: slipway register %s.".formatted(model));
    return Exit.DONE;
  }
}
