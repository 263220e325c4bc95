package dev.slipway.endpoint;

import dev.slipway.base.Conditions;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.base.Ids;
import dev.slipway.base.Json;
import dev.slipway.environment.Scaling;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All releases. Written once, never changed. */
@Component
public class Releases {

  private final JdbcClient jdbc;
  private final EndpointRepository endpoints;

  Releases(JdbcClient jdbc, EndpointRepository endpoints) {
    this.jdbc = jdbc;
    this.endpoints = endpoints;
  }

  /** The release with that id. */
  public Release withId(UUID id) {
    return jdbc.sql("select * from release where id = ?").param(id).query(Releases::row).single();
  }

  /** The numbers of releases, by their ids. */
  public Map<UUID, Integer> numbers(Collection<UUID> ids) {
    return jdbc
        .sql("select id, number from release where id = any(:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, number) -> Map.entry(row.getObject("id", UUID.class), row.getInt("number")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** A release, as the list of endpoints shows it. */
  record Summary(int number, String modelVersion, String contentHash) {

    static Summary of(Release release) {
      return new Summary(release.number(), release.spec().modelVersion(), release.contentHash());
    }
  }

  /** The releases that serve these endpoints, by the releases' ids. */
  Map<UUID, Summary> current(Collection<Endpoint> serving) {
    return jdbc
        .sql(
            """
            select id, number, spec ->> 'model_version' as model_version, content_hash
            from release where id = any(:ids)
            """)
        .param(
            "ids",
            serving.stream()
                .map(Endpoint::currentReleaseId)
                .filter(Objects::nonNull)
                .toArray(UUID[]::new))
        .query(Releases::summary)
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * The releases that may serve these endpoints besides the current one, since no look has shown
   * which does: by the endpoints' ids, the earliest release first.
   */
  Map<UUID, List<Summary>> unsettled(Collection<Endpoint> some) {
    return jdbc
        .sql(
            """
            select p.id, r.number, r.spec ->> 'model_version' as model_version, r.content_hash
            from endpoint p join release r on r.id = any(p.unsettled_release_ids)
            where p.id = any(:ids) and r.id is distinct from p.current_release_id
            order by r.number
            """)
        .param("ids", some.stream().map(Endpoint::id).toArray(UUID[]::new))
        .query(Releases::summary)
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static Map.Entry<UUID, Summary> summary(ResultSet row, int number) throws SQLException {
    return Map.entry(
        row.getObject("id", UUID.class),
        new Summary(
            row.getInt("number"), row.getString("model_version"), row.getString("content_hash")));
  }

  /** An endpoint's release by its number. */
  public Release numbered(Endpoint endpoint, int number) {
    return jdbc.sql("select * from release where endpoint_id = ? and number = ?")
        .params(endpoint.id(), number)
        .query(Releases::row)
        .optional()
        .orElseThrow(() ->
            new NotFound(
                "no-such-release",
                "Endpoint " + endpoint.name() + " has no release " + number + "."));
  }

  /** The release that serves, if one does. */
  public Optional<Release> current(Endpoint endpoint) {
    return Optional.ofNullable(endpoint.currentReleaseId()).map(this::withId);
  }

  /**
   * The release that serves.
   *
   * @throws NotFound {@code nothing-live} when none does
   */
  public Release serving(Endpoint endpoint) {
    return current(endpoint)
        .orElseThrow(() ->
            new NotFound("nothing-live", "Endpoint " + endpoint.name() + " serves no release."));
  }

  /** The endpoint's newest release, whether it has served or not. */
  public Optional<Release> newest(Endpoint endpoint) {
    return list(endpoint, null, 1).stream().findFirst();
  }

  /** An endpoint's releases, newest first, older than a number (null to begin). */
  List<Release> list(Endpoint endpoint, @Nullable Integer before, int limit) {
    var wanted =
        new Conditions()
            .and("endpoint_id = :endpoint", "endpoint", endpoint.id())
            .and("number < :before", "before", before);
    return jdbc.sql("select * from release" + wanted.where() + "order by number desc limit :limit")
        .params(wanted.values())
        .param("limit", limit)
        .query(Releases::row)
        .list();
  }

  /** All the ways in which these releases have their endpoint scaled, each once. */
  public List<Scaling> scalings(Collection<UUID> releases) {
    return jdbc.sql(
            """
            select distinct spec -> 'autoscaling' as scaling from release
            where id = any(?) and spec ->> 'autoscaling' is not null
            """)
        .param(releases.toArray(new UUID[0]))
        .query((row, number) -> Json.read(row.getString("scaling"), Scaling.class))
        .list();
  }

  /** Puts a resolved release on record; part of the transaction that starts its deployment. */
  @Transactional
  public Release record(Endpoint endpoint, Candidate candidate, Instant now) {
    Release release =
        new Release(
            Ids.next(),
            endpoint.id(),
            nextNumber(endpoint),
            candidate.modelVersionId(),
            candidate.environmentRevision(),
            candidate.spec(),
            candidate.spec().contentHash(),
            now);
    jdbc.sql(
            """
            insert into release (id, endpoint_id, number, model_version_id, environment_revision,
                                 spec, content_hash, created_at)
            values (?, ?, ?, ?, ?, ?::jsonb, ?, ?)
            """)
        .params(
            release.id(),
            release.endpointId(),
            release.number(),
            release.modelVersionId(),
            release.environmentRevision(),
            Json.write(release.spec()),
            release.contentHash(),
            Timestamp.from(now))
        .update();
    return release;
  }

  private int nextNumber(Endpoint endpoint) {
    StoredEndpoint stored = endpoints.findById(endpoint.id()).orElseThrow();
    int number = stored.nextRelease();
    endpoints.saveAndFlush(stored);
    return number;
  }

  private static Release row(ResultSet row, int number) throws SQLException {
    return new Release(
        row.getObject("id", UUID.class),
        row.getObject("endpoint_id", UUID.class),
        row.getInt("number"),
        row.getObject("model_version_id", UUID.class),
        row.getInt("environment_revision"),
        Json.read(row.getString("spec"), ReleaseSpec.class),
        row.getString("content_hash"),
        row.getTimestamp("created_at").toInstant());
  }
}
