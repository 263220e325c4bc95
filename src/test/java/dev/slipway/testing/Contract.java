package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operations of {@code openapi.yaml}. */
public final class Contract {

  private static final String PROXY = "http://localhost:8081";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
  private static final JsonNode WHOLE = read();

  private Contract() {}

  /**
   * An operation, with the parameters of its path among its own, and nothing left to look up.
   *
   * @param path with variables in braces
   * @param described as the contract has it
   */
  public record Operation(
      String method, String path, List<JsonNode> parameters, JsonNode described) {

    /** Its id. */
    public String id() {
      return described.path("operationId").asString("");
    }

    /** Whether it gives out pages. */
    public boolean isList() {
      return parameters.stream().anyMatch(it -> it.path("name").asString("").equals("page_token"));
    }
  }

  /** Those of the API; the proxy's are no Spring MVC. */
  public static List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    WHOLE
        .path("paths")
        .forEachEntry((path, item) ->
            item.forEachEntry((method, described) -> {
              if (!METHODS.contains(method)) return;
              if (String.valueOf(described.path("servers")).contains(PROXY)) return;
              List<JsonNode> parameters = new ArrayList<>();
              item.path("parameters").forEach(it -> parameters.add(resolved(it)));
              described.path("parameters").forEach(it -> parameters.add(resolved(it)));
              all.add(new Operation(method.toUpperCase(Locale.ROOT), path, parameters, described));
            }));
    return all;
  }

  /** The paths of the operations that give out pages. */
  public static Set<String> lists() {
    return operations().stream()
        .filter(Operation::isList)
        .map(Operation::path)
        .collect(Collectors.toSet());
  }

  /** The words that a schema admits, in the contract's order. */
  public static List<String> words(String schema) {
    return WHOLE
        .at("/components/schemas/" + schema + "/enum")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  /** What a {@code $ref} leads to, if the node is one. */
  public static JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : resolved(WHOLE.at(reference.substring(1)));
  }

  private static JsonNode read() {
    try {
      Map<String, Object> yaml = new Yaml().load(Files.readString(Path.of("openapi.yaml")));
      return new JsonMapper().valueToTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
