package dev.slipway.endpoint;

import dev.slipway.base.Fact;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Ids;
import dev.slipway.cloud.CloudClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Releases that were rolled back. Neither such a release nor its model version is promoted to that
 * endpoint again before a person lifts the quarantine with a reason.
 */
@Component
public class Quarantine {

  private static final String SELECT =
      """
      select q.release_id, q.cause, q.reason, q.deployment_id, q.placed_at, r.number,
             v.name as version
      from quarantine q join release r on r.id = q.release_id
      join model_version v on v.id = r.model_version_id
      where q.lifted_at is null
      """;

  private final JdbcClient jdbc;
  private final Releases releases;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;

  Quarantine(
      JdbcClient jdbc, Releases releases, CloudClock clock, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.releases = releases;
    this.clock = clock;
    this.events = events;
  }

  /** What spoke against a release. */
  public enum Cause {
    ALARM,
    JUDGE,
    SMOKE_TEST,
    PERSON
  }

  /**
   * Why a release is not promoted again.
   *
   * @param deployment the deployment that was rolled back, or that rolled it back
   * @param at since when, in cloud time
   */
  public record Placed(
      int release, String modelVersion, Cause cause, String reason, UUID deployment, Instant at) {}

  /** Quarantines a release, unless it is already; part of the caller's transaction. */
  @Transactional
  public void place(UUID releaseId, Cause cause, UUID deploymentId, String reason, Instant now) {
    int rows =
        jdbc.sql(
                """
                insert into quarantine (id, release_id, cause, reason, deployment_id, placed_at)
                values (:id, :release, :cause, :reason, :deployment, :at)
                on conflict (release_id) where lifted_at is null do nothing
                """)
            .param("id", Ids.next())
            .param("release", releaseId)
            .param("cause", cause.name())
            .param("reason", reason)
            .param("deployment", deploymentId)
            .param("at", Timestamp.from(now))
            .update();
    if (rows == 0) return;
    Release release = releases.withId(releaseId);
    record(
        release,
        "release.quarantined",
        "slipway",
        "Release " + release.number() + " was quarantined: " + reason,
        deploymentId,
        reason,
        now);
  }

  /**
   * Lets a release be promoted again, and with it every release of its version on that endpoint.
   *
   * @throws Conflict when it is not quarantined (any more)
   */
  @Transactional
  public void lift(Endpoint endpoint, Release release, String by, String reason) {
    Instant now = clock.now();
    int rows =
        jdbc.sql(
                """
                update quarantine set lifted_at = :at, lifted_by = :by, lifted_reason = :reason
                where lifted_at is null and release_id in (
                    select id from release
                    where endpoint_id = :endpoint and model_version_id = :version)
                """)
            .param("at", Timestamp.from(now))
            .param("by", by)
            .param("reason", reason)
            .param("endpoint", release.endpointId())
            .param("version", release.modelVersionId())
            .update();
    if (rows == 0) {
      throw new Conflict(
          "not-quarantined",
          "Release " + release.number() + " of " + endpoint.name() + " is not quarantined.");
    }
    recordLifted(release, by, reason, null, now);
  }

  /**
   * Lifts the quarantines that a called-off deployment has placed, and no others; part of the
   * caller's transaction.
   *
   * @param compensated the deployment that it was to take back, whose quarantine is lifted too if
   *     only a person's decision placed it; null for none
   * @param by who called it off
   * @param why as a whole sentence
   */
  @Transactional
  public void takeBack(
      UUID deploymentId, @Nullable UUID compensated, String by, String why, Instant now) {
    List<UUID> released =
        jdbc.sql(
                """
                update quarantine set lifted_at = :at, lifted_by = :by, lifted_reason = :reason
                where lifted_at is null
                  and (deployment_id = :deployment
                       or deployment_id = :compensated and cause = 'PERSON')
                returning release_id
                """)
            .param("at", Timestamp.from(now))
            .param("by", by)
            .param("reason", why)
            .param("deployment", deploymentId)
            .param("compensated", compensated, Types.OTHER)
            .query((row, number) -> row.getObject("release_id", UUID.class))
            .list();
    for (UUID one : released) {
      recordLifted(releases.withId(one), by, why, deploymentId, now);
    }
  }

  /** An endpoint's quarantined releases, by number. */
  public Map<Integer, Placed> on(Endpoint endpoint) {
    return jdbc
        .sql(SELECT + " and r.endpoint_id = ?")
        .param(endpoint.id())
        .query(Quarantine::row)
        .list()
        .stream()
        .collect(Collectors.toMap(Placed::release, placed -> placed));
  }

  /** Why a release is quarantined, if it is. */
  public Optional<Placed> of(UUID releaseId) {
    return jdbc.sql(SELECT + " and q.release_id = ?")
        .param(releaseId)
        .query(Quarantine::row)
        .optional();
  }

  /**
   * Whether a release, or another release with the same content, is quarantined on its endpoint.
   */
  public boolean holds(Release release) {
    return jdbc.sql(
            """
            select exists (select 1 from quarantine q join release r on r.id = q.release_id
                           where q.lifted_at is null and r.endpoint_id = ?
                             and r.content_hash = ?)
            """)
        .params(release.endpointId(), release.contentHash())
        .query(Boolean.class)
        .single();
  }

  /**
   * Refuses a promotion of a quarantined version.
   *
   * @throws Refused when a release of that version is quarantined on that endpoint
   */
  public void check(Endpoint endpoint, UUID modelVersionId) {
    List<Placed> placed =
        jdbc.sql(
                SELECT + " and r.endpoint_id = ? and r.model_version_id = ? order by r.number desc")
            .params(endpoint.id(), modelVersionId)
            .query(Quarantine::row)
            .list();
    if (placed.isEmpty()) return;
    Placed newest = placed.getFirst();
    throw Refused.field(
        "version-quarantined",
        "/version",
        "Release "
            + newest.release()
            + " of "
            + endpoint.name()
            + " ("
            + newest.modelVersion()
            + ") is quarantined: \""
            + newest.reason()
            + "\". Promote another version, or lift the quarantine with a reason: POST"
            + " /v1/endpoints/"
            + endpoint.name()
            + "/releases/"
            + newest.release()
            + "/quarantine-lifts.");
  }

  private void recordLifted(
      Release release, String by, String reason, @Nullable UUID deployment, Instant now) {
    record(
        release,
        "release.quarantine-lifted",
        by,
        "The quarantine of release " + release.number() + " was lifted: " + reason,
        deployment,
        reason,
        now);
  }

  private void record(
      Release release,
      String type,
      String by,
      String summary,
      @Nullable UUID deployment,
      String reason,
      Instant now) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("release", release.number());
    data.put("reason", reason);
    events.publishEvent(
        new Fact("endpoint", endpointName(release), type, by, summary, deployment, data, now));
  }

  private String endpointName(Release release) {
    return jdbc.sql("select name from endpoint where id = ?")
        .param(release.endpointId())
        .query(String.class)
        .single();
  }

  private static Placed row(ResultSet row, int number) throws SQLException {
    return new Placed(
        row.getInt("number"),
        row.getString("version"),
        Cause.valueOf(row.getString("cause")),
        row.getString("reason"),
        row.getObject("deployment_id", UUID.class),
        row.getTimestamp("placed_at").toInstant());
  }
}
