package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.endpoint.Plan.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds the differences between two releases, field by field. Values that may be secrets are not
 * shown.
 */
final class Changes {

  /**
   * The fields that may hold secrets, of the first container and of each further one in a pipeline.
   */
  private static final Pattern SECRETS =
      Pattern.compile("container_environment\\..*|further_containers\\.\\d+\\.environment\\..*");

  private Changes() {}

  static List<Change> between(@Nullable ReleaseSpec before, ReleaseSpec after) {
    TreeMap<String, String> old = new TreeMap<>();
    if (before != null) flatten("", Json.mapper().valueToTree(before), old);
    TreeMap<String, String> wanted = new TreeMap<>();
    flatten("", Json.mapper().valueToTree(after), wanted);
    List<Change> changes = new ArrayList<>();
    TreeMap<String, String> all = new TreeMap<>(old);
    all.putAll(wanted);
    for (String field : all.keySet()) {
      String left = old.get(field);
      String right = wanted.get(field);
      if (!Objects.equals(left, right)) changes.add(shown(field, left, right));
    }
    return changes;
  }

  private static Change shown(String field, @Nullable String before, @Nullable String after) {
    if (!SECRETS.matcher(field).matches()) return new Change(field, before, after);
    return new Change(field, before == null ? null : "(set)", after == null ? null : "(changed)");
  }

  private static void flatten(String path, JsonNode node, TreeMap<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(member ->
              flatten(
                  path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                  member.getValue(),
                  into));
    } else if (path.equals("further_containers")) {
      for (int i = 0; i < node.size(); i++) flatten(path + "." + (i + 1), node.get(i), into);
    } else if (node.isValueNode()) {
      into.put(path, node.asString());
    } else {
      into.put(path, node.toString());
    }
  }
}
