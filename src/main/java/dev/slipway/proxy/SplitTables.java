package dev.slipway.proxy;

import dev.slipway.base.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Tables within JSON that name their columns apart from their rows, as {@code split} of pandas and
 * {@code dataframe_split} of MLflow do: an object with {@code columns} and {@code data}.
 */
final class SplitTables {

  private static final String COLUMNS = "columns";
  private static final String DATA = "data";

  private SplitTables() {}

  /** What is seen of one object so far. */
  private static final class Table {
    private boolean named;

    /** Where they begin; some writers say a member twice. */
    private final List<Long> rows = new ArrayList<>(1);
  }

  /**
   * Where the rows of tables begin that have a column of these names, in characters.
   *
   * @throws JacksonException when it is no JSON
   */
  static Set<Long> rows(String json, Predicate<String> names) {
    Set<Long> found = new HashSet<>();
    Deque<Table> open = new ArrayDeque<>();
    try (JsonParser parser = Json.mapper().createParser(json)) {
      for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
        if (at == JsonToken.END_OBJECT) {
          Table table = open.pop();
          if (table.named) {
            found.addAll(table.rows);
          }
        } else if (at != JsonToken.PROPERTY_NAME) {
          look(parser, at, open.peek(), names);
          if (parser.currentToken() == JsonToken.START_OBJECT) {
            open.push(new Table());
          }
        }
      }
    }
    return found;
  }

  /** Looks at a value; those of columns are read to their end. */
  private static void look(
      JsonParser parser, JsonToken at, @Nullable Table of, Predicate<String> names) {
    String name = parser.currentName();
    if (of == null || name == null || at == JsonToken.END_ARRAY) {
      return;
    }
    if (name.equals(DATA)) {
      of.rows.add(parser.currentTokenLocation().getCharOffset());
    } else if (name.equals(COLUMNS)) {
      of.named |= names(parser, at, names);
    }
  }

  /** Whether one of the names stands in a value, however deep: columns may have several levels. */
  private static boolean names(JsonParser parser, JsonToken first, Predicate<String> names) {
    boolean found = false;
    int depth = 0;
    JsonToken at = first;
    while (at != null) {
      found |= at == JsonToken.VALUE_STRING && names.test(parser.getString());
      depth += at.isStructStart() ? 1 : at.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return found;
      }
      at = parser.nextToken();
    }
    return found;
  }
}
