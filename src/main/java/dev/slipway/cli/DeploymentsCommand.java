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
final class DeploymentsCommand extends ListCommand {

  @Option(names = "--endpoint", paramLabel = "NAME", order = 10, description = "Only this one's.")
  @Nullable String endpoint;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      order = 11,
      description = "Only those in this state, such as updating or needs_attention.")
  @Nullable String state;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      order = 12,
      description = "Only those in this one.")
  @Nullable String environment;

  @Mixin Since since = new Since();

  DeploymentsCommand(Shell shell) {
    super(shell, "ID", "ENDPOINT", "KIND", "BRINGS", "STATE", "BY", "BEGUN");
  }

  @Override
  Route route(Session session) {
    return Route.of("deployments")
        .with("endpoint", endpoint)
        .with("environment", environment)
        .with("state", state == null ? null : state.toUpperCase(Locale.ROOT));
  }

  @Override
  List<JsonNode> items(Session session) {
    return since.of(session, route(session), limit.most, "created_at");
  }

  @Override
  List<String> row(JsonNode item, Printer printer) {
    Deployment one = Json.mapper().treeToValue(item, Deployment.class);
    return List.of(
        one.id(),
        one.endpoint(),
        one.kind(),
        one.brings(),
        printer.state(one.state()),
        one.requestedBy(),
        Printer.moment(one.createdAt()));
  }

  @Override
  String none() {
    return "No deployments.";
  }
}
