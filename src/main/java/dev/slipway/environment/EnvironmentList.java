package dev.slipway.environment;

import dev.slipway.access.Reach;
import dev.slipway.base.Conditions;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Environments with their present profiles, a page by one query. */
@Component
class EnvironmentList {

  private static final String SELECT =
      """
      select e.id, e.name, e.revision, e.version, e.created_at, r.profile, r.created_at as updated_at
      from environment e
      join environment_revision r on r.environment_id = e.id and r.revision = e.revision
      """;

  private final JdbcClient jdbc;
  private final ProfileDocuments documents;

  EnvironmentList(JdbcClient jdbc, ProfileDocuments documents) {
    this.jdbc = jdbc;
    this.documents = documents;
  }

  /**
   * Newest first.
   *
   * @param seen only these
   */
  Page<Environment> page(Reach seen, PageRequest page) {
    var wanted =
        new Conditions()
            .and("e.name = any(:seen)", "seen", seen.names())
            .and("e.id < :after", "after", page.afterId());
    return page.page(
        jdbc.sql(SELECT + wanted.where() + "order by e.id desc limit :limit")
            .params(wanted.values())
            .param("limit", page.limit())
            .query(this::read)
            .list(),
        Environment::id);
  }

  private Environment read(ResultSet row, int number) throws SQLException {
    return new Environment(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getInt("revision"),
        documents.readStored(row.getString("profile")),
        Timestamps.read(row, "created_at"),
        Timestamps.read(row, "updated_at"),
        row.getLong("version"));
  }
}
