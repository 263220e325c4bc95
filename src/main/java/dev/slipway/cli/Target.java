package dev.slipway.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which version of which model goes where. */
final class Target {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  String model = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "The version's name; the one that is live in --from unless told.")
  @Nullable String version;

  @Option(
      names = "--to",
      required = true,
      split = ",",
      paramLabel = "ENVIRONMENT",
      order = 10,
      description = "Where to; several with commas between them.")
  List<String> to = List.of();

  @Option(
      names = "--from",
      paramLabel = "ENVIRONMENT",
      order = 11,
      description = "Where the version is proven; the target's predecessor unless told.")
  @Nullable String from;

  /** A promotion's request, as far as the target goes. */
  ObjectNode body(String reason) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", model);
    if (version != null) body.put("version", version);
    if (from != null) body.put("from", from);
    if (to.size() == 1) {
      body.put("to", to.getFirst());
    } else {
      ArrayNode targets = body.putArray("targets");
      to.forEach(targets::add);
    }
    return body.put("reason", reason);
  }
}
