package dev.slipway.environment;

import dev.slipway.base.Conditions;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Every profile that any environment ever had. Written once; the table refuses changes. */
@Component
class Revisions {

  private static final String SELECT =
      """
      select e.name, r.revision, r.profile, r.created_by, r.created_at
      from environment_revision r join environment e on e.id = r.environment_id
      """;

  private static final int REMEMBERED = 500;

  private final JdbcClient jdbc;
  private final ProfileDocuments documents;

  /** Each tick of a deployment asks for one, and it is the same one a thousand times. */
  private final Map<Key, Revision> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Revision> eldest) {
              return size() > REMEMBERED;
            }
          });

  private record Key(UUID environment, int revision) {}

  Revisions(JdbcClient jdbc, ProfileDocuments documents) {
    this.jdbc = jdbc;
    this.documents = documents;
  }

  void add(UUID environment, int revision, Profile profile, String by, Instant at) {
    jdbc.sql(
            """
            insert into environment_revision (environment_id, revision, profile, created_by, created_at)
            values (:environment, :revision, cast(:profile as jsonb), :by, :at)
            """)
        .param("environment", environment)
        .param("revision", revision)
        .param("profile", documents.write(profile))
        .param("by", by)
        .param("at", Timestamps.utc(at))
        .update();
  }

  Optional<Revision> find(UUID environment, int revision) {
    // What a transaction has written and may still undo is not remembered.
    if (TransactionSynchronizationManager.isActualTransactionActive()
        && !TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
      return read(environment, revision);
    }
    Key key = new Key(environment, revision);
    Revision known = remembered.get(key);
    if (known != null) return Optional.of(known);
    Optional<Revision> found = read(environment, revision);
    found.ifPresent(it -> remembered.put(key, it));
    return found;
  }

  private Optional<Revision> read(UUID environment, int revision) {
    return jdbc.sql(SELECT + "where r.environment_id = :environment and r.revision = :revision")
        .param("environment", environment)
        .param("revision", revision)
        .query(this::read)
        .optional();
  }

  /** Newest first. */
  Page<Revision> list(UUID environment, PageRequest page) {
    var wanted =
        new Conditions()
            .and("r.environment_id = :environment", "environment", environment)
            .and("r.revision < :after", "after", page.afterNumber());
    return page.page(
        jdbc.sql(SELECT + wanted.where() + "order by r.revision desc limit :limit")
            .params(wanted.values())
            .param("limit", page.limit())
            .query(this::read)
            .list(),
        Revision::revision);
  }

  private Revision read(ResultSet row, int number) throws SQLException {
    return new Revision(
        row.getString("name"),
        row.getInt("revision"),
        documents.readStored(row.getString("profile")),
        row.getString("created_by"),
        Timestamps.read(row, "created_at"));
  }
}
