package dev.slipway.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway recommendations}. */
@Command(
    name = "recommendations",
    customSynopsis = "slipway recommendations ENDPOINT [ID] [options]",
    description =
        "List the Inference Recommender jobs for an endpoint, newest first. With an ID: show what"
            + " that one found.",
    footer = {"", "Example:", "  slipway recommendations staging-fraud-detector"})
final class RecommendationsCommand extends ListCommand {

  @Parameters(
      index = "0",
      paramLabel = "ENDPOINT",
      description = "Its name, <environment>-<model>.")
  String endpoint = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "A job's id.")
  @Nullable String id;

  RecommendationsCommand(Shell shell) {
    super(shell, "ID", "STATE", "BY", "CREATED", "FOUND");
  }

  @Override
  Exit run(Session session) {
    return id == null ? super.run(session) : show(session, id);
  }

  private Exit show(Session session, String one) {
    JsonNode document =
        session.api().get(Route.of("endpoints", endpoint, "recommender-jobs", one)).body();
    Printer printer = session.printer();
    if (printer.json()) {
      printer.document(document);
      return Exit.DONE;
    }
    Recommendations job = Recommendations.of(document);
    printer.say("%s: %s".formatted(job.jobName(), job.state()));
    printer.say(job.ending(printer.paint()));
    return Exit.DONE;
  }

  @Override
  Route route(Session session) {
    return Route.of("endpoints", endpoint, "recommender-jobs");
  }

  @Override
  List<String> row(JsonNode item, Printer printer) {
    Recommendations one = Recommendations.of(item);
    return List.of(
        one.id(), one.state(), one.requestedBy(), Printer.moment(one.createdAt()), one.summary());
  }

  @Override
  String none() {
    return "No Inference Recommender jobs yet.";
  }
}
