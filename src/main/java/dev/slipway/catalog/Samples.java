package dev.slipway.catalog;

import dev.slipway.access.Principal;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Timestamps;
import dev.slipway.cloud.CloudClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The sample payloads of all models. They are checks, not content: a model's may change. */
@Component
public class Samples {

  private static final String SELECT =
      """
      select s.*, m.name as model from model_sample s join model m on m.id = s.model_id
      """;

  private final Models models;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final CloudClock clock;
  private final ApplicationEventPublisher facts;

  Samples(
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

  /** A model's samples by name. */
  @Transactional(readOnly = true)
  public List<Sample> of(UUID modelId) {
    return jdbc.sql(SELECT + "where s.model_id = ? order by s.name")
        .param(modelId)
        .query(this::read)
        .list();
  }

  /** The sample of this id; empty when it was taken away. */
  @Transactional(readOnly = true)
  public Optional<Sample> find(UUID id) {
    return jdbc.sql(SELECT + "where s.id = ?").param(id).query(this::read).optional();
  }

  /**
   * The sample of this name.
   *
   * @throws Failure.NotFound {@code no-such-model} or {@code no-such-sample}
   */
  @Transactional(readOnly = true)
  public Sample byName(String model, String name) {
    UUID modelId = models.byName(model).id();
    return jdbc.sql(SELECT + "where s.model_id = ? and s.name = ?")
        .params(modelId, name)
        .query(this::read)
        .optional()
        .orElseThrow(() ->
            new Failure.NotFound(
                "no-such-sample",
                "Model \"%s\" has no sample \"%s\"; GET /v1/models/%s/samples lists those it has."
                    .formatted(model, name, model)));
  }

  /**
   * Puts a sample in place of the one of the same name, if there is one.
   *
   * @throws Failure.Invalid (400) when a field is outside its limits
   * @throws Failure.Refused (422, {@code too-many-samples})
   */
  @Transactional
  Sample put(String model, String name, NewSample wanted, Principal by) {
    wanted.check(name);
    UUID modelId = models.byName(model).id();
    List<Sample> before = of(modelId);
    boolean replaces = before.stream().anyMatch(one -> one.name().equals(name));
    if (!replaces && before.size() >= NewSample.MOST_SAMPLES) {
      throw Failure.Refused.field(
          "too-many-samples",
          "sample",
          "The model has %d samples, and no more are kept; take one away first."
              .formatted(before.size()));
    }
    jdbc.sql(
            """
            insert into model_sample (id, model_id, name, content_type, body, response_schema,
                                      created_by, updated_at)
            values (:id, :model, :name, :type, :body, cast(:schema as jsonb), :by, :now)
            on conflict (model_id, name) do update
              set content_type = excluded.content_type, body = excluded.body,
                  response_schema = excluded.response_schema, created_by = excluded.created_by,
                  updated_at = excluded.updated_at
            """)
        .param("id", Ids.next())
        .param("model", modelId)
        .param("name", name)
        .param("type", wanted.contentType())
        .param("body", wanted.bytes())
        .param(
            "schema",
            wanted.responseSchema() == null
                ? null
                : json.writeValueAsString(wanted.responseSchema()))
        .param("by", by.name())
        .param("now", Timestamps.utc(clock.now()))
        .update();
    record(
        model,
        "sample.put",
        "%s the sample %s of %s.".formatted(replaces ? "Replaced" : "Added", name, model),
        // The payload itself may be nobody's business.
        Map.of(
            "sample",
            name,
            "content_type",
            wanted.contentType(),
            "bytes",
            wanted.bytes().length,
            "response_schema",
            wanted.responseSchema() != null),
        by);
    return byName(model, name);
  }

  /**
   * Takes a sample away, with its payload.
   *
   * @throws Failure.NotFound {@code no-such-model} or {@code no-such-sample}
   */
  @Transactional
  void remove(String model, String name, Principal by) {
    Sample sample = byName(model, name);
    jdbc.sql("delete from model_sample where id = ?").param(sample.id()).update();
    record(
        model,
        "sample.removed",
        "Took the sample %s of %s away.".formatted(name, model),
        Map.of("sample", name),
        by);
  }

  private void record(
      String model, String type, String summary, Map<String, Object> data, Principal by) {
    facts.publishEvent(new Fact("model", model, type, by.name(), summary, null, data, clock.now()));
  }

  private Sample read(ResultSet row, int number) throws SQLException {
    String schema = row.getString("response_schema");
    return new Sample(
        row.getObject("id", UUID.class),
        row.getString("model"),
        row.getString("name"),
        row.getString("content_type"),
        row.getBytes("body"),
        schema == null ? null : json.readTree(schema),
        row.getString("created_by"),
        Timestamps.read(row, "updated_at"));
  }
}
