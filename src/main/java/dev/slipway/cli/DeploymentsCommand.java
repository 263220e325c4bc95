package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code slipway deployments}. */
@Command(
    name = "deployments",
    customSynopsis = "slipway deployments [options]",
    description = "List deployments, newest first.",
    footer = {
      "",
      "Examples:",
      "  slipway deployments",
      "  slipway deployments --endpoint prod-fraud-detector --limit 5",
      "  slipway deployments --state needs_attention"
    })
final class DeploymentsCommand extends ClientCommand {

  @Option(names = "--endpoint", paramLabel = "NAME", order = 10, description = "Only this one's.")
  @Nullable String endpoint;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      order = 11,
      description = "Only those in this state, such as updating or needs_attention.")
  @Nullable String state;

  @Mixin Limit limit = new Limit();

  DeploymentsCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Route route =
        Route.of("deployments")
            .with("endpoint", endpoint)
            .with("state", state == null ? null : state.toUpperCase(Locale.ROOT));
    List<JsonNode> items = session.api().list(route, limit.most);
    Printer printer = session.printer();
    if (printer.json()) {
      printer.items(items);
      return Exit.DONE;
    }
    Table table =
        new Table(printer.paint(), "ID", "ENDPOINT", "KIND", "BRINGS", "STATE", "BY", "BEGUN");
    for (JsonNode item : items) {
      Deployment one = Json.mapper().treeToValue(item, Deployment.class);
      table.row(
          one.id(),
          one.endpoint(),
          one.kind(),
          one.brings(),
          printer.state(one.state()),
          one.requestedBy(),
          Printer.moment(one.createdAt()));
    }
    printer.table(table, "No deployments.");
    return Exit.DONE;
  }
}
