package dev.slipway.proxy;

import dev.slipway.base.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Values within JSON whose name is no member's, but stands beside them as a value itself. What is
 * beside a name is
 *
 * <ul>
 *   <li>the other values of the object: {@code {"name": "ssn", "value": 1}}
 *   <li>the other elements of the list, and what follows the list in an outer one: {@code ["ssn",
 *       1]}, {@code [["age", "ssn"], [42, 1]]}
 *   <li>what stands beside a list with a name, or beside an object with nothing else in it: {@code
 *       {"columns": ["age", "ssn"], "data": [[42, 1]]}}, the {@code split} of pandas and {@code
 *       dataframe_split} of MLflow
 *   <li>what stands beside titles that are told of by objects: {@code {"columns": [{"name": "ssn",
 *       "type": "long"}], "rows": [[1]]}}
 * </ul>
 *
 * A name can be a value by chance. Then too much is found, which is the safe side.
 */
final class NamedApart {

  /** How members end whose values tell of columns, whatever else they tell of them. */
  private static final List<String> TITLES =
      List.of("columns", "names", "header", "headers", "schema");

  /** Those whose lists of text are of names alone, so that the list itself can stay. */
  private static final List<String> NAMES = List.of("columns", "names");

  private NamedApart() {}

  /** An object or a list that is being read. */
  private static final class Open {

    private final @Nullable Open within;
    private final boolean list;

    /** Whether it is, or is within, the value of a member that tells of columns. */
    private final boolean titles;

    /** Whether what it lists beside a name are other names. */
    private final boolean namesAlone;

    /** This one, as a value of what it is within. */
    private final Value value;

    private final List<Value> values = new ArrayList<>();

    /** Whether one of the lists in this list had a name: what follows it are rows. */
    private boolean rowsFollow;

    Open(@Nullable Open within, @Nullable String member, boolean list, Value value) {
      this.within = within;
      this.list = list;
      this.titles = (within != null && within.titles) || endsWithOneOf(TITLES, member);
      this.namesAlone = list && endsWithOneOf(NAMES, member);
      this.value = value;
    }
  }

  private static final class Value {

    private final long at;
    private boolean names;

    Value(long at, boolean names) {
      this.at = at;
      this.names = names;
    }
  }

  /**
   * Where the values begin that stand beside one of these names, in characters.
   *
   * @throws JacksonException when it is no JSON
   */
  static Set<Long> values(String json, Predicate<String> names) {
    Set<Long> found = new HashSet<>();
    Open open = null;
    try (JsonParser parser = Json.mapper().createParser(json)) {
      for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
        if (at.isStructEnd()) {
          open = close(Objects.requireNonNull(open), found);
        } else if (at != JsonToken.PROPERTY_NAME) {
          var value =
              new Value(
                  parser.currentTokenLocation().getCharOffset(),
                  at == JsonToken.VALUE_STRING && names.test(parser.getString()));
          if (open != null) {
            open.values.add(value);
            if (open.rowsFollow) {
              found.add(value.at);
            }
          }
          if (at.isStructStart()) {
            open = new Open(open, parser.currentName(), at == JsonToken.START_ARRAY, value);
          }
        }
      }
    }
    return found;
  }

  /** Returns what it is within. */
  private static @Nullable Open close(Open closed, Set<Long> found) {
    Open within = closed.within;
    List<Value> others = closed.values.stream().filter(value -> !value.names).toList();
    if (others.size() == closed.values.size()) {
      return within;
    }
    if (!closed.namesAlone) {
      others.forEach(value -> found.add(value.at));
    }
    boolean rowOfNames = closed.list && within != null && within.list;
    if (others.isEmpty() || closed.titles || (closed.list && !rowOfNames)) {
      closed.value.names = true;
    } else if (within != null && rowOfNames) {
      within.rowsFollow = true;
    }
    return within;
  }

  private static boolean endsWithOneOf(List<String> words, @Nullable String member) {
    if (member == null) {
      return false;
    }
    String lower = member.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lower::endsWith);
  }
}
