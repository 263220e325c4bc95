package dev.slipway.rollout;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of what Slipway made in AWS. Nothing outside it is ever taken away. */
@Component
class OwnedResources {

  private final JdbcClient jdbc;

  OwnedResources(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What is there for an endpoint, oldest first. */
  List<OwnedResource> of(UUID endpointId) {
    return jdbc.sql(
            """
            select a.kind, a.name, r.number, a.deployment_id
            from aws_resource a left join release r on r.id = a.release_id
            where a.endpoint_id = ? and a.deleted_at is null
            order by a.created_at, a.kind, a.name
            """)
        .param(endpointId)
        .query((row, number) ->
            new OwnedResource(
                ResourceKind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getObject("number", Integer.class),
                row.getObject("deployment_id", UUID.class)))
        .list();
  }

  /** Records changes; made twice is once, and what is gone is gone for every deployment. */
  void record(Deployment deployment, List<ResourceChange> changes, Instant now) {
    for (ResourceChange change : changes) {
      if (change.made()) {
        jdbc.sql(
                """
                insert into aws_resource (endpoint_id, kind, name, release_id, deployment_id,
                                          created_at)
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
      } else {
        jdbc.sql(
                """
                update aws_resource set deleted_at = ?
                where endpoint_id = ? and kind = ? and name = ? and deleted_at is null
                """)
            .params(
                Timestamp.from(now), deployment.endpointId(), change.kind().name(), change.name())
            .update();
      }
    }
  }
}
