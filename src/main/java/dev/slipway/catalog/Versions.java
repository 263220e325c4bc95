package dev.slipway.catalog;

import dev.slipway.access.Principal;
import dev.slipway.base.Conditions;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Json;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.catalog.VersionBits.Bits;
import dev.slipway.cloud.CloudClock;
import dev.slipway.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The versions of all models. A version is written once and never changes; the table sees to it.
 */
@Component
public class Versions {

  private static final String SELECT =
      """
      select v.id, v.model_id, m.name as model, v.name, v.image, v.artifact,
             v.container_environment, v.description, v.created_by, v.created_at,
             v.container_hostname, v.further_containers,
             a.status, a.reason, a.decided_by, a.decided_at,
             (select jsonb_agg(jsonb_build_object('container', b.container, 'image_digest',
                         b.image_digest, 'artifact', b.artifact, 'address', b.address)
                         order by b.container)
              from version_bits b where b.model_version_id = v.id) as bits
      from model_version v join model m on m.id = v.model_id
      left join lateral (select * from version_approval where model_version_id = v.id
                         order by id desc limit 1) a on true
      """;

  private static final TypeReference<TreeMap<String, String>> VARIABLES = new TypeReference<>() {};
  private static final TypeReference<List<PipelineContainer>> FURTHER = new TypeReference<>() {};

  private static final TypeReference<List<Bits>> BITS = new TypeReference<>() {};

  private final Models models;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final CloudClock clock;
  private final ApplicationEventPublisher facts;

  Versions(
      Models models,
      JdbcClient jdbc,
      JsonMapper json,
      CloudClock clock,
      ApplicationEventPublisher facts) {
    this.models = models;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
    this.facts = facts;
  }

  /** A version, and whether it was registered just now. */
  public record Registered(ModelVersion version, boolean now) {}

  /**
   * Registers a version of a model, unless it is there with the same content: a pipeline that runs
   * again does no harm.
   *
   * @throws Failure.Invalid when a field is outside SageMaker's limits
   * @throws Failure.NotFound {@code no-such-model}
   * @throws Failure.Conflict {@code version-exists} with another content
   */
  @Transactional
  public Registered register(String model, NewVersion wanted, Principal by) {
    wanted.check();
    UUID modelId = models.byName(model).id();
    Instant now = clock.now();
    UUID id = Ids.next();
    int inserted =
        jdbc.sql(
                """
                insert into model_version (id, model_id, name, image, artifact,
                                           container_environment, description, created_by, created_at,
                                           container_hostname, further_containers)
                values (:id, :model, :name, :image, :artifact,
                        cast(:variables as jsonb), :description, :by, :now,
                        :hostname, cast(:further as jsonb))
                on conflict (model_id, name) do nothing
                """)
            .param("id", id)
            .param("model", modelId)
            .param("name", wanted.name())
            .param("image", wanted.image())
            .param("artifact", wanted.artifact())
            .param("variables", json.writeValueAsString(wanted.variables()))
            .param("description", wanted.description() == null ? "" : wanted.description())
            .param("by", by.name())
            .param("now", Timestamps.utc(now))
            .param("hostname", wanted.containerHostname())
            .param(
                "further",
                wanted.further().isEmpty() ? null : json.writeValueAsString(wanted.further()))
            .update();
    if (inserted == 0) return new Registered(same(model, wanted), false);
    facts.publishEvent(
        new Fact(
            "model",
            model,
            "version.registered",
            by.name(),
            "Registered version %s of %s.".formatted(wanted.name(), model),
            null,
            // The values of the container's environment may be secrets.
            Map.of(
                "version", wanted.name(),
                "image", wanted.image(),
                "artifact", wanted.artifact(),
                "container_environment", List.copyOf(new TreeMap<>(wanted.variables()).keySet()),
                "further_images", wanted.further().stream().map(PipelineContainer::image).toList()),
            now));
    return new Registered(byId(id), true);
  }

  /**
   * The version of this name.
   *
   * @throws Failure.NotFound {@code no-such-model} or {@code no-such-version}
   */
  @Transactional(readOnly = true)
  public ModelVersion byName(String model, String version) {
    UUID modelId = models.byName(model).id();
    return jdbc.sql(SELECT + "where v.model_id = :model and v.name = :name")
        .param("model", modelId)
        .param("name", version)
        .query(this::read)
        .optional()
        .orElseThrow(() ->
            new Failure.NotFound(
                "no-such-version",
                "Model \"%s\" has no version \"%s\"; GET /v1/models/%s/versions lists those it has."
                    .formatted(model, version, model)));
  }

  /**
   * The version of this id.
   *
   * @throws Failure.NotFound {@code no-such-version}
   */
  @Transactional(readOnly = true)
  public ModelVersion byId(UUID id) {
    return jdbc.sql(SELECT + "where v.id = :id")
        .param("id", id)
        .query(this::read)
        .optional()
        .orElseThrow(() ->
            new Failure.NotFound("no-such-version", "There is no version with the id " + id + "."));
  }

  /** A model's versions, newest first. */
  @Transactional(readOnly = true)
  Page<ModelVersion> list(String model, PageRequest page) {
    var wanted =
        new Conditions()
            .and("v.model_id = :model", "model", models.byName(model).id())
            .and("v.id < :after", "after", page.afterId());
    return page.page(
        jdbc.sql(SELECT + wanted.where() + "order by v.id desc limit :limit")
            .params(wanted.values())
            .param("limit", page.limit())
            .query(this::read)
            .list(),
        ModelVersion::id);
  }

  private ModelVersion read(ResultSet row, int number) throws SQLException {
    return new ModelVersion(
        row.getObject("id", UUID.class),
        row.getObject("model_id", UUID.class),
        row.getString("model"),
        row.getString("name"),
        row.getString("image"),
        row.getString("artifact"),
        json.readValue(row.getString("container_environment"), VARIABLES),
        row.getString("description"),
        row.getString("created_by"),
        Timestamps.read(row, "created_at"),
        row.getString("container_hostname"),
        further(row.getString("further_containers")),
        approval(row),
        bits(row.getString("bits")));
  }

  private static @Nullable List<Bits> bits(@Nullable String stored) {
    return stored == null ? null : Json.mapper().readValue(stored, BITS);
  }

  private static @Nullable VersionApproval approval(ResultSet row) throws SQLException {
    String status = row.getString("status");
    return status == null
        ? null
        : new VersionApproval(
            VersionApproval.Status.valueOf(status),
            row.getString("reason"),
            row.getString("decided_by"),
            Timestamps.read(row, "decided_at"));
  }

  private @Nullable List<PipelineContainer> further(@Nullable String stored) {
    return stored == null ? null : json.readValue(stored, FURTHER);
  }

  private ModelVersion same(String model, NewVersion wanted) {
    ModelVersion there = byName(model, wanted.name());
    List<String> differences = new ArrayList<>(wanted.differences(there));
    if (wanted.description() != null && !wanted.description().equals(there.description())) {
      differences.add("description");
    }
    if (differences.isEmpty()) return there;
    throw new Failure.Conflict(
        "version-exists",
        "%s has a version \"%s\" with another %s, and a version never changes; register this one under a new name."
            .formatted(model, wanted.name(), String.join(", ", differences)),
        "/v1/models/%s/versions/%s".formatted(model, wanted.name()));
  }
}
