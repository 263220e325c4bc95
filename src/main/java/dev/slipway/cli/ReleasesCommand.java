package dev.slipway.cli;

import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway releases}. */
@Command(
    name = "releases",
    customSynopsis = "slipway releases ENDPOINT [options]",
    description = "List the releases that an endpoint has had, newest first.",
    footer = {"", "Example:", "  slipway releases prod-fraud-detector"})
final class ReleasesCommand extends ClientCommand {

  @Parameters(paramLabel = "ENDPOINT", description = "Its name, <environment>-<model>.")
  String endpoint = "";

  @Mixin Limit limit = new Limit();

  ReleasesCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    List<JsonNode> items =
        session.api().list(Route.of("endpoints", endpoint, "releases"), limit.most);
    Printer printer = session.printer();
    if (printer.json()) {
      printer.items(items);
      return Exit.DONE;
    }
    Paint paint = printer.paint();
    Table table = new Table(paint, "RELEASE", "VERSION", "", "CREATED");
    for (JsonNode item : items) {
      String quarantine = item.path("quarantine").path("reason").asString("");
      String mark = item.path("current").asBoolean(false) ? paint.good("serves") : "";
      table.row(
          item.path("number").asString(""),
          item.path("model_version").asString(""),
          quarantine.isEmpty() ? mark : paint.warning("quarantined: " + quarantine),
          Printer.moment(Instant.parse(item.path("created_at").asString(""))));
    }
    printer.table(table, "No releases yet.");
    return Exit.DONE;
  }
}
