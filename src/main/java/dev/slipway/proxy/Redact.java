package dev.slipway.proxy;

import dev.slipway.base.Json;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectWriter;

/**
 * Takes the values of some members out of JSON, wherever they stand, also in JSON within a string.
 * So are values whose name stands beside them (see {@link NamedApart}), and strings that hold a
 * table of which a column has such a name. All else stays as it was written: a number that is read
 * and written anew may become another number.
 */
final class Redact {

  static final String REDACTED = "[redacted]";

  /** How many strings in strings are looked into. What is deeper is taken out whole. */
  private static final int DEEPEST = 8;

  /** Half a character, which JSON may hold and UTF-8 may not, must stay escaped. */
  private static final ObjectWriter QUOTE =
      Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  /** What separates the cells of a line. */
  private static final Pattern SEPARATOR = Pattern.compile("[,;|\\t]");

  private final Set<String> names;

  /** One of the names in quotes, escaped or not. */
  private final Pattern named;

  Redact(Collection<String> members) {
    names = members.stream().map(Redact::lower).collect(Collectors.toUnmodifiableSet());
    String any = members.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    named =
        Pattern.compile(
            "[\"'](" + any + ")[\\\\\"']", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /**
   * What may be kept of a JSON document; of nothing, nothing.
   *
   * @throws JacksonException when it is not one
   */
  String document(String json) {
    return redact(json, 0, false);
  }

  /**
   * What may be kept of SageMaker's ModelError. A ModelError repeats what the container said: as a
   * document of its own, if it is one, and once more within a sentence, where members cannot be
   * told apart.
   *
   * @throws JacksonException when it is no JSON
   */
  String modelError(String json) {
    return redact(json, 0, true);
  }

  private String redact(String json, int depth, boolean modelError) {
    StringBuilder kept = new StringBuilder();
    int from = 0;
    Set<Long> apart = NamedApart.values(json, this::isName);
    try (JsonParser parser = Json.mapper().createParser(json)) {
      boolean whole = false;
      for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
        if (whole) {
          throw new StreamReadException(parser, "There is more than one value.");
        }
        String instead =
            apart.contains(parser.currentTokenLocation().getCharOffset())
                ? REDACTED
                : instead(parser, at, depth, modelError);
        if (instead != null) {
          int start = (int) parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          parser.finishToken();
          kept.append(json, from, start).append(QUOTE.writeValueAsString(instead));
          from = (int) parser.currentLocation().getCharOffset();
        }
        whole = parser.streamReadContext().inRoot();
      }
    }
    return kept.append(json, from, json.length()).toString();
  }

  /** What is kept in place of a value; null when it may stay. */
  private @Nullable String instead(JsonParser parser, JsonToken at, int depth, boolean modelError) {
    if (at == JsonToken.PROPERTY_NAME || at.isStructEnd()) {
      return null;
    }
    String name = parser.currentName();
    if (name != null && names.contains(lower(name))) {
      return REDACTED;
    }
    if (at != JsonToken.VALUE_STRING) {
      return null;
    }
    String value = parser.getString();
    String kept =
        modelError && name != null && isMemberOfRoot(parser.streamReadContext())
            ? repeated(name, value, depth)
            : string(value, depth);
    return kept.equals(value) ? null : kept;
  }

  /** What may be kept of a string in a ModelError. */
  private String repeated(String name, String value, int depth) {
    return switch (lower(name)) {
      case "message" -> REDACTED;
      case "originalmessage" -> begins(value, "{[") ? string(value, depth, REDACTED) : REDACTED;
      default -> string(value, depth);
    };
  }

  private String string(String value, int depth) {
    return string(value, depth, named.matcher(value).find() || isTable(value) ? REDACTED : value);
  }

  /**
   * What may be kept of a string.
   *
   * @param otherwise what is kept of one that is no JSON
   */
  private String string(String value, int depth, String otherwise) {
    if (!begins(value, "{[\"")) {
      return otherwise;
    }
    if (depth == DEEPEST) {
      return REDACTED;
    }
    try {
      return redact(value, depth + 1, false);
    } catch (JacksonException _) {
      return otherwise;
    }
  }

  /** Whether there are several lines, and the first one has a cell with one of the names. */
  private boolean isTable(String value) {
    String text = value.strip();
    int end = text.indexOf('\n');
    return end >= 0 && SEPARATOR.splitAsStream(text.substring(0, end)).anyMatch(this::isName);
  }

  private boolean isName(String value) {
    return names.contains(lower(value.strip()));
  }

  private static boolean begins(String value, String withOneOf) {
    String text = value.stripLeading();
    return !text.isEmpty() && withOneOf.indexOf(text.charAt(0)) >= 0;
  }

  private static boolean isMemberOfRoot(TokenStreamContext context) {
    TokenStreamContext parent = context.getParent();
    return context.inObject() && parent != null && parent.inRoot();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
