package dev.slipway.rollout;

import dev.slipway.endpoint.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long versions have served, by the deployments on record. */
@Component
public class Tenures {

  private final JdbcClient jdbc;

  Tenures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The last time that a version served an endpoint.
   *
   * @param since when the version began to serve, or when an update to another release of it was
   *     last rolled back
   * @param until when another version, or none, took its place; null while it serves
   * @param restarted whether {@code since} is a rollback
   */
  public record Tenure(Instant since, @Nullable Instant until, boolean restarted) {}

  private record Change(@Nullable UUID version, boolean rolledBack, Instant at) {}

  /** The last tenure of a version; empty when it never served there by a deployment of Slipway. */
  public Optional<Tenure> last(Endpoint endpoint, UUID modelVersionId) {
    Tenure tenure = null;
    for (Change change : changes(endpoint)) {
      boolean same = modelVersionId.equals(change.version());
      if (change.rolledBack()) {
        if (same && tenure != null && tenure.until() == null) {
          tenure = new Tenure(change.at(), null, true);
        }
      } else if (same) {
        boolean goesOn = tenure != null && tenure.until() == null;
        tenure = goesOn ? tenure : new Tenure(change.at(), null, false);
      } else if (tenure != null && tenure.until() == null) {
        tenure = new Tenure(tenure.since(), change.at(), tenure.restarted());
      }
    }
    return Optional.ofNullable(tenure);
  }

  /** The release with which a version came to serve an endpoint last, by its id. */
  public Optional<UUID> lastRelease(Endpoint endpoint, UUID modelVersionId) {
    return jdbc.sql(
            """
            select r.id
            from deployment d join release r on r.id = d.release_id
            where d.endpoint_id = ? and r.model_version_id = ? and d.state = 'SUCCEEDED'
            order by d.attempt desc limit 1
            """)
        .params(endpoint.id(), modelVersionId)
        .query(UUID.class)
        .optional();
  }

  /** How deployments ended, the oldest first; enough of them that no soak began before them. */
  private List<Change> changes(Endpoint endpoint) {
    return jdbc.sql(
            """
            select * from (
                select r.model_version_id, d.state, d.kind, d.state_since
                from deployment d left join release r on r.id = d.release_id
                where d.endpoint_id = ? and d.state in ('SUCCEEDED', 'ROLLED_BACK')
                order by d.attempt desc limit 500) recent
            order by state_since, state desc
            """)
        .param(endpoint.id())
        .query((row, number) ->
            new Change(
                row.getObject("model_version_id", UUID.class),
                row.getString("state").equals("ROLLED_BACK"),
                row.getTimestamp("state_since").toInstant()))
        .list();
  }
}
