package dev.slipway.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  /** That it is open which of them serves; null where it is settled. */
  private Endpoint.@Nullable Unsettled unsettled;

  ReleasesCommand(Shell shell) {
    super(shell, "RELEASE", "VERSION", "", "CREATED", "");
  }

  @Override
  Route route(Session session) {
    unsettled = Endpoint.named(endpoint, session.api()).unsettled();
    return Route.of("endpoints", endpoint, "releases");
  }

  @Override
  List<String> row(JsonNode item, Printer printer) {
    Paint paint = printer.paint();
    String quarantine = item.path("quarantine").path("reason").asString("");
    List<String> marks = new ArrayList<>();
    if (item.path("current").asBoolean(false)) {
      marks.add(unsettled == null ? paint.good("serves") : paint.warning("served last"));
    } else if (unsettled != null && unsettled.names(item.path("number").asInt(0))) {
      marks.add(paint.warning("may serve"));
    }
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
  List<String> notes() {
    return unsettled == null ? List.of() : List.of(unsettled.message());
  }

  @Override
  String none() {
    return "No releases yet.";
  }
}
