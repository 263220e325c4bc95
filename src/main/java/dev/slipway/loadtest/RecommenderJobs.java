package dev.slipway.loadtest;

import dev.slipway.base.Json;
import dev.slipway.base.Timestamps;
import dev.slipway.loadtest.RecommenderJob.Cancel;
import dev.slipway.loadtest.RecommenderJob.Silence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** All Inference Recommender jobs. */
@Component
class RecommenderJobs extends Measurements<RecommenderJob> {

  private static final String ACTIVE = "m.state in ('QUEUED', 'RUNNING', 'STOPPING')";

  /** Only ticks store a state. The wish that a job ends is stored beside the state. */
  private static final String SELECT =
      """
      select m.*, p.name as endpoint, r.number as release,
          case when m.cancel is not null and m.state in ('QUEUED', 'RUNNING') then 'STOPPING'
            else m.state end as shown
      from recommender_job m
        join endpoint p on p.id = m.endpoint_id join release r on r.id = m.release_id
      """;

  RecommenderJobs(JdbcClient jdbc) {
    super(
        jdbc,
        new Kind<>(
            "Recommender job", "no-such-recommender-job", SELECT, ACTIVE, RecommenderJobs::read));
  }

  void insert(RecommenderJob job) {
    sql("""
    insert into recommender_job (id, endpoint_id, release_id, name, state, settings, found,
        requested_by, requested_reason, tick, version, created_at)
    values (:id, :endpoint, :release, :name, :state, :settings::jsonb, '[]',
        :by, :reason, :tick, :version, :created_at)
    """)
        .param("id", job.id())
        .param("endpoint", job.endpointId())
        .param("release", job.releaseId())
        .param("name", job.name())
        .param("state", job.state().name())
        .param("settings", Json.write(job.settings()))
        .param("by", job.requestedBy())
        .param("reason", job.requestedReason())
        .param("tick", job.tick())
        .param("version", job.version())
        .param("created_at", Timestamp.from(job.createdAt()))
        .update();
  }

  /**
   * Stores a job's next value.
   *
   * @return false when another process stored one since the job was read: then nothing is stored
   */
  boolean store(RecommenderJob next) {
    return sql("""
    update recommender_job
    set state = :state, found = :found::jsonb, reason = :reason, silence = :silence::jsonb,
        tick = :tick, version = version + 1, begun_at = :begun_at, finished_at = :finished_at
    where id = :id and version = :version
    """)
            .param("state", next.state().name())
            .param("found", Json.write(next.found()))
            .param("reason", next.reason())
            .param("silence", next.silence() == null ? null : Json.write(next.silence()))
            .param("tick", next.tick())
            .param("begun_at", moment(next.begunAt()))
            .param("finished_at", moment(next.finishedAt()))
            .param("id", next.id())
            .param("version", next.version())
            .update()
        == 1;
  }

  /** Puts on record that somebody wants a job to end. The first wish stays. */
  void wantEnd(UUID id, Cancel cancel) {
    sql("update recommender_job set cancel = :cancel::jsonb where id = :id and cancel is null")
        .param("cancel", Json.write(cancel))
        .param("id", id)
        .update();
  }

  private static RecommenderJob read(ResultSet row, int number) throws SQLException {
    String silence = row.getString("silence");
    String cancel = row.getString("cancel");
    return new RecommenderJob(
        row.getObject("id", UUID.class),
        row.getObject("endpoint_id", UUID.class),
        row.getString("endpoint"),
        row.getObject("release_id", UUID.class),
        row.getInt("release"),
        row.getString("name"),
        RecommenderState.valueOf(row.getString("shown")),
        Json.read(row.getString("settings"), RecommenderSettings.class),
        Json.mapper()
            .readValue(row.getString("found"), new TypeReference<List<RecommendedHosting>>() {}),
        row.getString("reason"),
        silence == null ? null : Json.read(silence, Silence.class),
        cancel == null ? null : Json.read(cancel, Cancel.class),
        row.getString("requested_by"),
        row.getString("requested_reason"),
        row.getLong("tick"),
        row.getLong("version"),
        Timestamps.read(row, "created_at"),
        Timestamps.readIfAny(row, "begun_at"),
        Timestamps.readIfAny(row, "finished_at"));
  }
}
