package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway load-tests}. */
@Command(
    name = "load-tests",
    customSynopsis = "slipway load-tests ENDPOINT [options]",
    description = "List the load tests that an endpoint has had, newest first.",
    footer = {"", "Example:", "  slipway load-tests staging-fraud-detector"})
final class LoadTestsCommand extends ClientCommand {

  @Parameters(paramLabel = "ENDPOINT", description = "Its name, <environment>-<model>.")
  String endpoint = "";

  @Mixin Limit limit = new Limit();

  LoadTestsCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    List<JsonNode> items =
        session.api().list(Route.of("endpoints", endpoint, "load-tests"), limit.most);
    Printer printer = session.printer();
    if (printer.json()) {
      printer.items(items);
      return Exit.DONE;
    }
    Table table = new Table(printer.paint(), "ID", "STATE", "BY", "CREATED", "FOUND");
    for (JsonNode item : items) {
      LoadTest test = Json.mapper().treeToValue(item, LoadTest.class);
      table.row(
          test.id(),
          test.state(),
          test.requestedBy(),
          Printer.moment(test.createdAt()),
          test.result() == null
              ? String.valueOf(item.path("reason").asString(""))
              : test.result().sentence());
    }
    printer.table(table, "No load tests yet.");
    return Exit.DONE;
  }
}
