package dev.slipway.proxy;

import dev.slipway.base.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a body may be kept: text, and where members are to be redacted JSON alone, with the
 * values of these replaced wherever they stand. In doubt it is left out.
 */
final class KeptBody {

  static final String REDACTED = "[redacted]";

  private KeptBody() {}

  /** The text that may be kept; null for none. */
  static @Nullable String of(byte @Nullable [] body, int most, Collection<String> redact) {
    if (body == null || body.length > most) {
      return null;
    }
    String text = text(body);
    if (text == null || redact.isEmpty()) {
      return text;
    }
    try {
      JsonNode tree = Json.mapper().readTree(text);
      Set<String> names =
          redact.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
      if (tree.isMissingNode()) {
        return text;
      }
      redact(tree, names);
      return tree.toString();
    } catch (JacksonException _) {
      return null;
    }
  }

  /** The text; null when it is none, or holds what Postgres cannot keep. */
  private static @Nullable String text(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.indexOf('\0') < 0 ? text : null;
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private static void redact(JsonNode node, Set<String> names) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : Set.copyOf(object.properties())) {
        if (names.contains(member.getKey().toLowerCase(Locale.ROOT))) {
          object.put(member.getKey(), REDACTED);
        } else {
          redact(member.getValue(), names);
        }
      }
    } else {
      node.forEach(each -> redact(each, names));
    }
  }
}
