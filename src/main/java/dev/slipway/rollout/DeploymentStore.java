package dev.slipway.rollout;

import dev.slipway.base.Json;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes deployments, always within its caller's transaction. {@link Deployments} reads them. */
@Component
class DeploymentStore {

  private final JdbcClient jdbc;

  DeploymentStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  int nextAttempt(UUID endpointId) {
    return jdbc.sql("select coalesce(max(attempt), 0) + 1 from deployment where endpoint_id = ?")
        .param(endpointId)
        .query(Integer.class)
        .single();
  }

  void insert(Deployment deployment) {
    Progress progress = deployment.progress();
    jdbc.sql(
            """
            insert into deployment (id, endpoint_id, kind, release_id, previous_release_id, attempt,
                state, fleets, memory, plan, plan_hash, requested_by, requested_reason, tick,
                version, created_at, state_since, compensates)
            values (:id, :endpoint, :kind, :release, :previous, :attempt, :state, '[]', :memory::jsonb, :plan::jsonb, :plan_hash, :by, :reason, :tick, :version, :created_at, :since, :compensates)
            """)
        .param("id", deployment.id())
        .param("endpoint", deployment.endpointId())
        .param("kind", deployment.kind().name())
        .param("release", deployment.releaseId())
        .param("previous", deployment.previousReleaseId())
        .param("attempt", deployment.attempt())
        .param("state", progress.state().name())
        .param("memory", Json.write(deployment.memory()))
        .param("plan", deployment.keptPlan().document())
        .param("plan_hash", deployment.keptPlan().hash())
        .param("by", deployment.requestedBy())
        .param("reason", deployment.requestedReason())
        .param("tick", deployment.tick())
        .param("version", deployment.version())
        .param("created_at", Timestamp.from(deployment.createdAt()))
        .param("since", Timestamp.from(progress.since()))
        .param("compensates", deployment.compensates())
        .update();
  }

  /**
   * Stores a deployment's next value.
   *
   * @throws Lapsed when another process stored the deployment since it was read
   */
  void store(Deployment next) {
    Progress progress = next.progress();
    int rows =
        jdbc.sql(
                """
                update deployment
                set state = :state, step = :step, waiting_for = :waiting_for, reason_code = :reason_code, reason = :reason,
                    aws_status = :aws_status, fleets = :fleets::jsonb, memory = :memory::jsonb, tick = :tick,
                    version = version + 1, state_since = :since, finished_at = :finished_at,
                    abort = coalesce(abort, :abort::jsonb)
                where id = :id and version = :version
                """)
            .param("state", progress.state().name())
            .param("step", progress.step() == null ? null : progress.step().name())
            .param("waiting_for", progress.waitingFor())
            .param("reason_code", progress.reasonCode())
            .param("reason", progress.reason())
            .param("aws_status", progress.awsStatus())
            .param("fleets", Json.write(progress.fleets()))
            .param("memory", Json.write(next.memory()))
            .param("tick", next.tick())
            .param("since", Timestamp.from(progress.since()))
            .param(
                "finished_at",
                progress.finishedAt() == null ? null : Timestamp.from(progress.finishedAt()))
            .param("abort", next.abort() == null ? null : Json.write(next.abort()))
            .param("id", next.id())
            .param("version", next.version())
            .update();
    if (rows != 1) throw new Lapsed(next.id());
  }

  /**
   * Puts the decision to undo a deployment on record, without disturbing the tick that may be
   * running: it is read again when that tick is stored.
   *
   * @return false when the deployment is in another state than the one given, or was aborted
   *     already
   */
  boolean abort(UUID id, DeploymentState seen, Abort abort) {
    return jdbc.sql(
                """
                update deployment set abort = :abort::jsonb
                where id = :id and state = :state and abort is null
                """)
            .param("abort", Json.write(abort))
            .param("id", id)
            .param("state", seen.name())
            .update()
        == 1;
  }

  /**
   * Puts on record that nothing is to follow a deployment, since a rollback was asked for, without
   * disturbing its ticks.
   *
   * @return false when it has ended
   */
  boolean letNothingFollow(UUID id, Instant now) {
    return jdbc.sql(
                """
                update deployment set nothing_follows = true, rollback_asked_at = ?
                where id = ? and finished_at is null
                """)
            .param(Timestamp.from(now))
            .param(id)
            .update()
        == 1;
  }

  /** Puts on record that something is to follow a deployment after all. */
  void letSomethingFollow(UUID id) {
    jdbc.sql("update deployment set nothing_follows = false where id = ? and nothing_follows")
        .param(id)
        .update();
  }

  /**
   * The decision to undo a deployment; null for none. Until the transaction ends nobody else can
   * make one.
   */
  @Nullable Abort abortOf(UUID id) {
    String abort =
        jdbc.sql("select abort::text as abort from deployment where id = ? for update")
            .param(id)
            .query((row, number) -> String.valueOf(row.getString("abort")))
            .single();
    return abort.equals("null") ? null : Json.read(abort, Abort.class);
  }

  /**
   * Somebody else stored the deployment in between: this tick has lapsed and must leave no trace.
   */
  static final class Lapsed extends RuntimeException {
    Lapsed(UUID deployment) {
      super("the deployment " + deployment + " has moved on");
    }
  }
}
