package dev.slipway.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway releases}. */
@Command(
    name = "releases",
    customSynopsis = "slipway releases ENDPOINT [options]",
    description = "List the releases that an endpoint has had, newest first.",
    footer = {"", "Example:", "  slipway releases prod-fraud-detector"})
final class ReleasesCommand extends ListCommand {

  @Parameters(paramLabel = "ENDPOINT", description = "Its name, <environment>-<model>.")
  String endpoint = "";

  ReleasesCommand(Shell shell) {
    super(shell, "RELEASE", "VERSION", "", "CREATED", "");
  }

  @Override
  Route route(Session session) {
    return Route.of("endpoints", endpoint, "releases");
  }

  @Override
  List<String> row(JsonNode item, Printer printer) {
    Paint paint = printer.paint();
    String quarantine = item.path("quarantine").path("reason").asString("");
    List<String> marks = new ArrayList<>();
    if (item.path("current").asBoolean(false)) marks.add(paint.good("serves"));
    if (!quarantine.isEmpty()) marks.add(paint.warning("quarantined"));
    return List.of(
        item.path("number").asString(""),
        item.path("model_version").asString(""),
        String.join(", ", marks),
        Printer.moment(Instant.parse(item.path("created_at").asString(""))),
        // Last, since it is as long as it is.
        quarantine);
  }

  @Override
  String none() {
    return "No releases yet.";
  }
}
