package dev.slipway.base;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a query, of which only those are asked that somebody wants. A statement that
 * also covers the filters that are left out ({@code :x is null or …}) gets one plan for all of
 * them, which reads the whole table.
 */
public final class Conditions {

  private static final String BY_TEXT = "(id::text) collate \"C\"";

  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  /** Adds a condition with its one parameter, unless that is null: then any row will do. */
  public Conditions and(String condition, String parameter, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.put(parameter, value);
    }
    return this;
  }

  /**
   * Adds that a column has this value, unless that is null. It becomes part of the statement, so
   * that Postgres knows beforehand whether it is a rare one.
   */
  public Conditions is(String column, @Nullable Enum<?> value) {
    return value == null ? this : and(column + " = '" + value.name() + "'");
  }

  /** Adds a condition without a parameter. */
  public Conditions and(String condition) {
    conditions.add(condition);
    return this;
  }

  /** The clause with a space at either end; a mere space when every row will do. */
  public String where() {
    return conditions.isEmpty() ? " " : " where " + String.join(" and ", conditions) + " ";
  }

  /**
   * The newest {@code :limit} rows of a table that meet the conditions, by {@code id}, as a table
   * in brackets.
   *
   * <p>When only some environments are wanted, the rows of each are found by its own index, so that
   * newer rows of others cost nothing. The index orders by the id as text, and so must the query:
   * ordered by the id itself, Postgres would scan the primary key instead.
   *
   * @param table its name; the conditions name its columns without it
   * @param environment its column with the environment's id
   * @param names only rows of these environments; null for all
   * @param before only rows older than that one; null for all
   */
  public String newest(
      String table, String environment, String @Nullable [] names, @Nullable UUID before) {
    return newest(table, environment, names, new Between(null, before));
  }

  /**
   * A range of row ids. Ids begin with the time of their creation, so that a lower bound ends the
   * search early, however many older rows there are.
   *
   * @param after only rows made later; null for all
   * @param before only rows older than that one; null for all
   */
  public record Between(@Nullable UUID after, @Nullable UUID before) {

    /** Those made later than a moment of wall time, and older than a row; null for all. */
    public static Between of(@Nullable Instant after, @Nullable UUID before) {
      return new Between(after == null ? null : Ids.leastOf(after), before);
    }
  }

  /** The same, between two bounds. */
  public String newest(
      String table, String environment, String @Nullable [] names, Between bounds) {
    UUID before = bounds.before();
    UUID after = bounds.after();
    if (names == null) {
      and("id < :before", "before", before);
      and("id >= :after", "after", after);
      return "(select * from " + table + where() + "order by id desc limit :limit)";
    }
    values.put("names", names);
    and(environment + " = some_environment.id");
    and(BY_TEXT + " < :before", "before", before == null ? null : before.toString());
    and(BY_TEXT + " >= :after", "after", after == null ? null : after.toString());
    return """
    (select found.* from environment some_environment
     cross join lateral (select * from %s%sorder by %s desc limit :limit) found
     where some_environment.name = any(:names))
    """
        .formatted(table, where(), BY_TEXT);
  }

  /** The parameters by name. */
  public Map<String, Object> values() {
    return Map.copyOf(values);
  }
}
