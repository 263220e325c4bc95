package dev.slipway.rollout;

import dev.slipway.cloud.CloudLocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of what Slipway made in AWS. Nothing outside this record is ever taken away. */
@Component
public class OwnedResources {

  private final JdbcClient jdbc;

  OwnedResources(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What is there for an endpoint, oldest first. */
  List<OwnedResource> of(UUID endpointId) {
    return jdbc.sql(
            """
            select a.kind, a.name, r.number, a.deployment_id, a.collect_after, a.collecting,
                   coalesce(
                       a.release_id in (select d.previous_release_id from deployment d
                                        where d.endpoint_id = :endpoint
                                          and d.previous_release_id is not null),
                       false) as served
            from aws_resource a left join release r on r.id = a.release_id
            where a.endpoint_id = :endpoint and a.deleted_at is null
            order by a.created_at, a.kind, a.name
            """)
        .param("endpoint", endpointId)
        .query(OwnedResources::row)
        .list();
  }

  private static OwnedResource row(ResultSet row, int number) throws SQLException {
    Timestamp collectAfter = row.getTimestamp("collect_after");
    return new OwnedResource(
        ResourceKind.valueOf(row.getString("kind")),
        row.getString("name"),
        row.getObject("number", Integer.class),
        row.getBoolean("served"),
        row.getObject("deployment_id", UUID.class),
        collectAfter == null ? null : collectAfter.toInstant(),
        row.getBoolean("collecting"));
  }

  /**
   * Whether something of that kind and name is on record as there, for whichever endpoint of that
   * account and region. A role belongs to the account.
   */
  public boolean knows(ResourceKind kind, String name, CloudLocation place) {
    return jdbc.sql(
            """
            select exists (select 1 from aws_resource a join endpoint p on p.id = a.endpoint_id
                           where a.kind = :kind and a.name = :name and a.deleted_at is null
                             and p.account_id = :account
                             and (p.region = :region or a.kind = 'ROLE'))
            """)
        .param("kind", kind.name())
        .param("name", name)
        .param("account", place.accountId())
        .param("region", place.region())
        .query(Boolean.class)
        .single();
  }

  /** The release for which an endpoint's configuration was made; empty for one of a stranger. */
  Optional<UUID> releaseOf(UUID endpointId, String endpointConfig) {
    return jdbc.sql(
            """
            select release_id from aws_resource
            where endpoint_id = ? and kind = 'ENDPOINT_CONFIG' and name = ?
              and release_id is not null
            order by created_at desc limit 1
            """)
        .params(endpointId, endpointConfig)
        .query(UUID.class)
        .optional();
  }

  /** A left resource whose grace is over. */
  record Left(UUID endpointId, ResourceKind kind, String name) {}

  /** The left resources that may be taken away now. */
  List<Left> due(Instant now) {
    return jdbc.sql(
            """
            select endpoint_id, kind, name from aws_resource
            where deleted_at is null and collect_after <= ?
            group by endpoint_id, kind, name
            order by min(collect_after), kind, name limit 50
            """)
        .param(Timestamp.from(now))
        .query((row, number) ->
            new Left(
                row.getObject("endpoint_id", UUID.class),
                ResourceKind.valueOf(row.getString("kind")),
                row.getString("name")))
        .list();
  }

  /** Marks a left resource as being taken away; false when it is in use again. */
  boolean claim(Left left, Instant now) {
    return jdbc.sql(
                """
                update aws_resource set collecting = true
                where endpoint_id = ? and kind = ? and name = ? and deleted_at is null
                  and collect_after <= ?
                """)
            .params(left.endpointId(), left.kind().name(), left.name(), Timestamp.from(now))
            .update()
        > 0;
  }

  /** Whether the resource is on record as being taken away. */
  boolean claimed(Left left) {
    return jdbc.sql(
            """
            select exists (select 1 from aws_resource
                           where endpoint_id = ? and kind = ? and name = ?
                             and deleted_at is null and collecting)
            """)
        .params(left.endpointId(), left.kind().name(), left.name())
        .query(Boolean.class)
        .single();
  }

  /** Marks a resource that was being taken away as left again. */
  void unclaim(Left left) {
    jdbc.sql(
            """
            update aws_resource set collecting = false
            where endpoint_id = ? and kind = ? and name = ? and deleted_at is null
            """)
        .params(left.endpointId(), left.kind().name(), left.name())
        .update();
  }

  /**
   * Puts off the moment at which a left resource may be taken away. Does nothing where it is in use
   * again.
   */
  void collectLater(Left left, Instant when) {
    jdbc.sql(
            """
            update aws_resource set collect_after = ?
            where endpoint_id = ? and kind = ? and name = ? and deleted_at is null
              and collect_after is not null
            """)
        .params(Timestamp.from(when), left.endpointId(), left.kind().name(), left.name())
        .update();
  }

  /** Records that something is not there any more, for every deployment. */
  void gone(UUID endpointId, ResourceKind kind, String name, Instant now) {
    jdbc.sql(
            """
            update aws_resource set deleted_at = ?, collecting = false
            where endpoint_id = ? and kind = ? and name = ? and deleted_at is null
            """)
        .params(Timestamp.from(now), endpointId, kind.name(), name)
        .update();
  }

  /**
   * Records changes. A resource that was made twice is recorded once, and a resource that is gone
   * is gone for every deployment.
   */
  void record(Deployment deployment, List<ResourceChange> changes, Instant now) {
    for (ResourceChange change : changes) {
      if (change.made()) {
        made(deployment, change, now);
      } else if (change.grace() != null) {
        collectAfter(deployment.endpointId(), change, Timestamp.from(now.plus(change.grace())));
      } else {
        gone(deployment.endpointId(), change.kind(), change.name(), now);
      }
    }
  }

  private void made(Deployment deployment, ResourceChange change, Instant now) {
    jdbc.sql(
            """
            insert into aws_resource (endpoint_id, kind, name, release_id, deployment_id, created_at)
            values (:endpoint, :kind, :name, :release, :deployment, :at)
            on conflict (kind, name, deployment_id) do update set deleted_at = null
            """)
        .param("endpoint", deployment.endpointId())
        .param("kind", change.kind().name())
        .param("name", change.name())
        .param("release", deployment.releaseId())
        .param("deployment", deployment.id())
        .param("at", Timestamp.from(now))
        .update();
    if (change.kind() == ResourceKind.ROLE || change.kind() == ResourceKind.ALARM) {
      collectAfter(deployment.endpointId(), change, null);
    }
  }

  private void collectAfter(UUID endpointId, ResourceChange change, @Nullable Timestamp when) {
    jdbc.sql(
            """
            update aws_resource set collect_after = :when
            where endpoint_id = :endpoint and kind = :kind and name = :name and deleted_at is null
            """)
        .param("when", when, Types.TIMESTAMP)
        .param("endpoint", endpointId)
        .param("kind", change.kind().name())
        .param("name", change.name())
        .update();
  }
}
