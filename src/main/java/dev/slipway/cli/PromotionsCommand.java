package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code slipway promotions}. */
@Command(
    name = "promotions",
    customSynopsis = "slipway promotions [options]",
    description = "List promotions, newest first.",
    footer = {
      "",
      "Examples:",
      "  slipway promotions --pending",
      "  slipway promotions --model fraud-detector --to prod"
    })
final class PromotionsCommand extends ClientCommand {

  @Option(names = "--model", paramLabel = "NAME", order = 10, description = "Only this one's.")
  @Nullable String model;

  @Option(
      names = "--to",
      paramLabel = "ENVIRONMENT",
      order = 11,
      description = "Only those to this one.")
  @Nullable String to;

  @Option(
      names = "--pending",
      order = 12,
      description = "Only those that wait for approvals or checks.")
  boolean pending;

  @Mixin Limit limit = new Limit();

  PromotionsCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Route route =
        Route.of("promotions")
            .with("model", model)
            .with("to", to)
            .with("outcome", pending ? Decided.PENDING : null);
    List<JsonNode> items = session.api().list(route, limit.most);
    Printer printer = session.printer();
    if (printer.json()) {
      printer.items(items);
      return Exit.DONE;
    }
    Table table =
        new Table(printer.paint(), "ID", "MODEL", "VERSION", "TO", "OUTCOME", "BY", "REASON");
    for (JsonNode item : items) {
      Promotion one = Json.mapper().treeToValue(item, Promotion.class);
      table.row(
          one.id(),
          one.model(),
          one.version(),
          one.to(),
          printer.state(one.outcome()),
          one.requestedBy(),
          one.reason());
    }
    printer.table(table, pending ? "Nothing waits." : "No promotions.");
    return Exit.DONE;
  }
}
