package dev.slipway.endpoint;

import dev.slipway.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** An endpoint's row, with the names of what it belongs to. */
final class EndpointRow {

  static final String COLUMNS =
      """
      select p.id, p.name, p.physical_name, p.model_id, m.name as model, p.environment_id,
             e.name as environment, p.overrides, p.current_release_id, p.current_config, p.retired,
             p.version, p.created_at, p.adoption
      """;
  static final String JOINED =
      """
       p join model m on m.id = p.model_id join environment e on e.id = p.environment_id
      """;
  static final String SELECT = COLUMNS + "from endpoint" + JOINED;

  private EndpointRow() {}

  static Endpoint read(ResultSet row, int number) throws SQLException {
    return new Endpoint(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("physical_name"),
        row.getObject("model_id", UUID.class),
        row.getString("model"),
        row.getObject("environment_id", UUID.class),
        row.getString("environment"),
        Json.read(row.getString("overrides"), Settings.class),
        row.getObject("current_release_id", UUID.class),
        row.getString("current_config"),
        row.getBoolean("retired"),
        row.getLong("version"),
        row.getTimestamp("created_at").toInstant(),
        row.getString("adoption") == null
            ? null
            : Json.read(row.getString("adoption"), Adoption.class));
  }
}
