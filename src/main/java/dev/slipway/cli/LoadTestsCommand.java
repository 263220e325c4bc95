package dev.slipway.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway load-tests}. */
@Command(
    name = "load-tests",
    customSynopsis = "slipway load-tests ENDPOINT [options]",
    description = "List the load tests that an endpoint has had, newest first.",
    footer = {"", "Example:", "  slipway load-tests staging-fraud-detector"})
final class LoadTestsCommand extends ListCommand {

  @Parameters(paramLabel = "ENDPOINT", description = "Its name, <environment>-<model>.")
  String endpoint = "";

  LoadTestsCommand(Shell shell) {
    super(shell, "ID", "STATE", "BY", "CREATED", "FOUND");
  }

  @Override
  Route route(Session session) {
    return Route.of("endpoints", endpoint, "load-tests");
  }

  @Override
  List<String> row(JsonNode item, Printer printer) {
    LoadTest one = LoadTest.of(item);
    return List.of(
        one.id(),
        one.state(),
        one.requestedBy(),
        Printer.moment(one.createdAt()),
        one.result() == null ? item.path("reason").asString("") : one.result().sentence());
  }

  @Override
  String none() {
    return "No load tests yet.";
  }
}
