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
final class PromotionsCommand extends ListCommand {

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

  @Mixin Since since = new Since();

  PromotionsCommand(Shell shell) {
    super(shell, "ID", "MODEL", "VERSION", "TO", "OUTCOME", "BY", "REASON");
  }

  @Override
  Route route(Session session) {
    return Route.of("promotions")
        .with("model", model)
        .with("to", to)
        .with("created_after", since.from(session))
        .with("outcome", pending ? Decided.PENDING : null);
  }

  @Override
  List<String> row(JsonNode item, Printer printer) {
    Promotion one = Json.mapper().treeToValue(item, Promotion.class);
    return List.of(
        one.id(),
        one.model(),
        one.version(),
        one.to(),
        printer.state(one.outcome()),
        one.requestedBy(),
        one.reason());
  }

  @Override
  String none() {
    return pending ? "Nothing waits." : "No promotions.";
  }
}
