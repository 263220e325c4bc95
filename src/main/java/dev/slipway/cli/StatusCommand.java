package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway status}. */
@Command(
    name = "status",
    customSynopsis = "slipway status [MODEL] [options]",
    description = "Show which version of each model is live in which environment.",
    footer = {
      "",
      "Examples:",
      "  slipway status",
      "  slipway status fraud-detector",
      "",
      "A cell shows the version and its release's number; → what is being deployed; ! what needs a",
      "person, has drifted, or is not settled."
    })
final class StatusCommand extends ClientCommand {

  private static final int ALL = 10_000;
  private static final List<String> ACTIVE =
      List.of("QUEUED", "PREPARING", "UPDATING", "FINISHING", "ROLLING_BACK", "NEEDS_ATTENTION");

  @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Only this one.")
  @Nullable String model;

  @Option(names = "--environment", paramLabel = "NAME", order = 10, description = "Only this one.")
  @Nullable String environment;

  StatusCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Api api = session.api();
    List<JsonNode> endpoints =
        api.list(Route.of("endpoints").with("environment", environment).with("model", model), ALL);
    List<JsonNode> active = active(api, endpoints);
    List<JsonNode> drifts = api.list(Route.of("drift"), ALL);
    Printer printer = session.printer();
    if (printer.json()) {
      printer.document(document(endpoints, active, drifts));
      return Exit.DONE;
    }
    List<Environment> environments =
        api.list(Route.of("environments"), ALL).stream()
            .map(it -> Json.mapper().treeToValue(it, Environment.class))
            .filter(one -> environment == null || environment.equals(one.name()))
            .toList();
    Board board = new Board(printer.paint(), Chain.ordered(environments));
    Map<String, Deployment> running = new HashMap<>();
    active.stream()
        .map(it -> Json.mapper().treeToValue(it, Deployment.class))
        .forEach(one -> running.put(one.endpoint(), one));
    Map<String, String> drift = new HashMap<>();
    drifts.forEach(
        one -> drift.put(one.path("endpoint").asString(""), one.path("state").asString("")));
    endpoints.stream()
        .map(it -> Json.mapper().treeToValue(it, Endpoint.class))
        .filter(one -> !one.retired())
        .forEach(
            one -> board.put(one, running.get(one.name()), drift.getOrDefault(one.name(), "")));
    printer.say(board.lines());
    return Exit.DONE;
  }

  /** At most one for each endpoint: it holds the endpoint's place. */
  private static List<JsonNode> active(Api api, List<JsonNode> endpoints) {
    Set<String> shown =
        endpoints.stream()
            .map(endpoint -> endpoint.path("name").asString(""))
            .collect(Collectors.toSet());
    return ACTIVE.stream()
        .flatMap(state -> api.list(Route.of("deployments").with("state", state), ALL).stream())
        .filter(deployment -> shown.contains(deployment.path("endpoint").asString("")))
        // Lists leave the plan out, and with it the version.
        .map(deployment -> api.get(Route.of("deployments", deployment.path("id").asString(""))))
        .map(Answer::body)
        .toList();
  }

  private static ObjectNode document(
      List<JsonNode> endpoints, List<JsonNode> active, List<JsonNode> drifts) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.putArray("endpoints").addAll(endpoints);
    document.putArray("active_deployments").addAll(active);
    document.putArray("drift").addAll(drifts);
    return document;
  }
}
