package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code slipway history}. */
@Command(
    name = "history",
    customSynopsis = "slipway history [options]",
    description = "Read what happened, newest first.",
    footer = {
      "",
      "Examples:",
      "  slipway history --endpoint prod-fraud-detector",
      "  slipway history --since 2h --actor token:ci",
      "  slipway history --endpoint prod-fraud-detector --limit 100 -o json"
    })
final class HistoryCommand extends ListCommand {

  @ArgGroup(order = 1)
  @Nullable Of of;

  @Option(names = "--actor", paramLabel = "WHO", order = 12, description = "Only by them.")
  @Nullable String actor;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      order = 13,
      description = "Only events of this type, such as deployment.succeeded.")
  @Nullable String type;

  @Option(
      names = "--in",
      paramLabel = "ENVIRONMENT",
      order = 14,
      description = "Only what happened in this environment, to it or to its endpoints.")
  @Nullable String in;

  @Mixin Since since = new Since();

  /** Whose history; everybody's where none is named. */
  static final class Of {
    @Option(names = "--endpoint", paramLabel = "NAME", order = 9, description = "Only this one's.")
    @Nullable String endpoint;

    @Option(names = "--model", paramLabel = "NAME", order = 10, description = "Only this one's.")
    @Nullable String model;

    @Option(
        names = "--environment",
        paramLabel = "NAME",
        order = 11,
        description = "Only this one's.")
    @Nullable String environment;

    Route in(Route route) {
      if (endpoint != null) return of(route, "endpoint", endpoint);
      if (model != null) return of(route, "model", model);
      return of(route, "environment", environment);
    }

    private static Route of(Route route, String type, @Nullable String name) {
      return route.with("subject_type", type).with("subject", name);
    }
  }

  HistoryCommand(Shell shell) {
    super(shell, "AT", "SUBJECT", "EVENT", "BY", "WHAT");
  }

  @Override
  Route route(Session session) {
    Route route =
        Route.of("audit-events").with("actor", actor).with("type", type).with("environment", in);
    return of == null ? route : of.in(route);
  }

  @Override
  List<JsonNode> items(Session session) {
    return since.of(session, route(session), limit.most, "at");
  }

  @Override
  List<String> row(JsonNode item, Printer printer) {
    Event one = Json.mapper().treeToValue(item, Event.class);
    return List.of(Printer.moment(one.at()), one.subject(), one.type(), one.actor(), one.summary());
  }

  @Override
  String none() {
    return "Nothing is on record.";
  }
}
