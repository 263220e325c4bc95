package dev.slipway.rollout;

import dev.slipway.access.Reach;
import dev.slipway.base.Conditions;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.endpoint.ActiveDeployments;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads deployments. {@link DeploymentStore} writes them. */
@Component
public class Deployments implements ActiveDeployments {

  private static final String COLUMNS = "select d.*, e.name as endpoint ";
  private static final String JOINED = " d join endpoint e on e.id = d.endpoint_id ";
  private static final String SELECT = COLUMNS + "from deployment" + JOINED;
  private static final String ACTIVE =
      "d.state in ('QUEUED', 'PREPARING', 'UPDATING', 'FINISHING', 'ROLLING_BACK',"
          + " 'NEEDS_ATTENTION')";

  private final JdbcClient jdbc;

  Deployments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The deployment with that id. */
  public Deployment withId(UUID id) {
    return find(id)
        .orElseThrow(
            () -> new NotFound("no-such-deployment", "There is no deployment " + id + "."));
  }

  Optional<Deployment> find(UUID id) {
    return jdbc.sql(SELECT + "where d.id = ?").param(id).query(DeploymentRow::read).optional();
  }

  /** The deployment that holds an endpoint's place, if one does. */
  public Optional<Deployment> active(UUID endpointId) {
    return jdbc.sql(SELECT + "where d.endpoint_id = ? and " + ACTIVE)
        .param(endpointId)
        .query(DeploymentRow::read)
        .optional();
  }

  /**
   * The releases that have served on an endpoint. Each of them was the previous release of the
   * deployment that came next.
   */
  Set<UUID> served(UUID endpointId) {
    return jdbc.sql(
            """
            select distinct previous_release_id from deployment
            where endpoint_id = ? and previous_release_id is not null
            """)
        .param(endpointId)
        .query((row, number) -> row.getObject("previous_release_id", UUID.class))
        .set();
  }

  @Override
  public Map<UUID, UUID> activeOn(Collection<UUID> endpointIds) {
    return pairs(
        "select d.endpoint_id as one, d.id as other from deployment d"
            + " where d.endpoint_id = any(:ids) and "
            + ACTIVE,
        endpointIds);
  }

  /**
   * Which deployments are wanted.
   *
   * @param endpoint only those of this endpoint; null for all
   * @param environment only those in this environment; null for all
   * @param state only those in this state; null for all
   * @param after only those made later than that, in wall time; null for all
   * @param seen only those in these environments
   */
  record Filter(
      @Nullable String endpoint,
      @Nullable String environment,
      @Nullable DeploymentState state,
      @Nullable Instant after,
      Reach seen) {}

  /** Deployments, newest first, older than an id (null to begin). */
  List<Deployment> list(Filter filter, @Nullable UUID before, int limit) {
    var wanted =
        new Conditions()
            .and(
                "endpoint_id = (select id from endpoint where name = :endpoint)",
                "endpoint",
                filter.endpoint())
            .is("state", filter.state());
    String some =
        wanted.newest(
            "deployment",
            "environment_id",
            filter.seen().only(filter.environment()).names(),
            Conditions.Between.of(filter.after(), before));
    return jdbc.sql(COLUMNS + "from " + some + JOINED + "order by d.id desc limit :limit")
        .params(wanted.values())
        .param("limit", limit)
        .query(DeploymentRow::read)
        .list();
  }

  /**
   * A deployment on a chart.
   *
   * @param release what it brings; null for a retirement
   */
  public record Marker(
      UUID deployment,
      DeploymentKind kind,
      DeploymentState state,
      @Nullable Integer release,
      Instant startedAt,
      @Nullable Instant finishedAt) {}

  /** The newest of an endpoint's deployments that ran at some time in the span, oldest first. */
  public List<Marker> between(UUID endpointId, Instant from, Instant until, int limit) {
    return jdbc.sql(
            """
            select d.id, d.kind, d.state, r.number, d.created_at, d.finished_at
            from deployment d left join release r on r.id = d.release_id
            where d.endpoint_id = :endpoint and d.created_at < :until
              and (d.finished_at is null or d.finished_at >= :from)
            order by d.id desc limit :limit
            """)
        .param("endpoint", endpointId)
        .param("from", Timestamp.from(from))
        .param("until", Timestamp.from(until))
        .param("limit", limit)
        .query((row, number) -> {
          Timestamp finished = row.getTimestamp("finished_at");
          return new Marker(
              row.getObject("id", UUID.class),
              DeploymentKind.valueOf(row.getString("kind")),
              DeploymentState.valueOf(row.getString("state")),
              row.getObject("number", Integer.class),
              row.getTimestamp("created_at").toInstant(),
              finished == null ? null : finished.toInstant());
        })
        .list()
        .reversed();
  }

  /**
   * The release to go back to: the one that served most recently before the current release, with
   * other content than that. Its content must not be quarantined, under its own or another number.
   * Content that a rollback has left is taken last, even where its quarantine was lifted.
   */
  Optional<UUID> servedBefore(UUID endpointId, UUID currentReleaseId) {
    return jdbc.sql(
            """
            select d.release_id from deployment d
            join release r on r.id = d.release_id
            join release c on c.id = :current
            where d.endpoint_id = :endpoint and d.state = 'SUCCEEDED'
              and r.content_hash <> c.content_hash
              and d.state_since < (select coalesce(max(state_since), 'infinity') from deployment
                                   where release_id = :current and state = 'SUCCEEDED')
              and not exists (select 1 from quarantine q join release bad on bad.id = q.release_id
                              where bad.endpoint_id = d.endpoint_id and q.lifted_at is null
                                and bad.content_hash = r.content_hash)
            order by exists (select 1 from deployment b
                             join release l on l.id = b.previous_release_id
                             where b.endpoint_id = d.endpoint_id and b.kind = 'ROLL_BACK'
                               and b.state = 'SUCCEEDED' and l.content_hash = r.content_hash
                               and b.state_since > d.state_since),
                     d.state_since desc
            limit 1
            """)
        .param("endpoint", endpointId)
        .param("current", currentReleaseId)
        .query(UUID.class)
        .optional();
  }

  /**
   * Whether somebody has begun a deployment after the given one. The given one's own way back does
   * not count.
   */
  boolean begunSince(UUID endpointId, UUID deployment) {
    return jdbc.sql(
            """
            select exists (select 1 from deployment n join deployment d on d.id = :deployment
                           where n.endpoint_id = :endpoint and n.attempt > d.attempt
                             and n.compensates is distinct from d.id)
            """)
        .param("deployment", deployment)
        .param("endpoint", endpointId)
        .query(Boolean.class)
        .single();
  }

  /**
   * Whether nothing is to follow a deployment. That may be on record of the deployment itself or of
   * its own way back.
   */
  boolean nothingFollows(UUID deployment) {
    return jdbc.sql(
            """
            select exists (select 1 from deployment
                           where nothing_follows and (id = :id or compensates = :id))
            """)
        .param("id", deployment)
        .query(Boolean.class)
        .single();
  }

  /** Whether somebody has asked for a rollback of an endpoint later than that. */
  boolean rollbackAskedSince(UUID endpointId, Instant then) {
    return jdbc.sql(
            """
            select exists (select 1 from deployment
                           where endpoint_id = :endpoint
                             and (rollback_asked_at > :then
                               or kind = 'ROLL_BACK' and compensates is null
                                 and created_at > :then))
            """)
        .param("endpoint", endpointId)
        .param("then", Timestamp.from(then))
        .query(Boolean.class)
        .single();
  }

  /** Whether an endpoint was retired by a request that came later than that. */
  boolean retiredSince(UUID endpointId, Instant then) {
    return jdbc.sql(
            """
            select exists (select 1 from deployment
                           where endpoint_id = :endpoint and kind = 'RETIRE'
                             and state = 'SUCCEEDED' and created_at > :then)
            """)
        .param("endpoint", endpointId)
        .param("then", Timestamp.from(then))
        .query(Boolean.class)
        .single();
  }

  /**
   * Whether another deployment is copying an artifact to the same place. A deployment that has not
   * come to its copy yet, or waits for a person, does not count: it may end without looking at the
   * copy again.
   */
  boolean othersCopyTo(String target, UUID deployment) {
    return jdbc.sql(
            """
            select exists (select 1 from deployment d
                           where d.id <> :deployment
                             and d.state = 'PREPARING' and d.step = 'ARTIFACT'
                             and d.memory ->> 'undoing_to' is null
                             and d.memory -> 'copies'
                                 @> jsonb_build_array(jsonb_build_object('target', :target::text)))
            """)
        .param("deployment", deployment)
        .param("target", target)
        .query(Boolean.class)
        .single();
  }

  /**
   * By the ids of deployments that ended for lack of capacity: the deployments that try the same
   * again.
   */
  Map<UUID, UUID> retrying(Collection<UUID> ids) {
    return pairs(
        """
        select d.id as one, n.id as other from deployment d
        join deployment n on n.endpoint_id = d.endpoint_id and n.attempt = d.attempt + 1
        where d.id = any(:ids) and n.memory -> 'shortage' ->> 'previous' = d.id::text
        """,
        ids);
  }

  /** By the ids of deployments: the deployments that take them back. */
  Map<UUID, UUID> compensating(Collection<UUID> ids) {
    return pairs(
        "select compensates as one, id as other from deployment where compensates = any(:ids)",
        ids);
  }

  private Map<UUID, UUID> pairs(String sql, Collection<UUID> ids) {
    Map<UUID, UUID> pairs = new HashMap<>();
    jdbc.sql(sql)
        .param("ids", ids.toArray(UUID[]::new))
        .query(
            (RowCallbackHandler)
                row ->
                    pairs.put(
                        row.getObject("one", UUID.class), row.getObject("other", UUID.class)));
    return pairs;
  }
}
