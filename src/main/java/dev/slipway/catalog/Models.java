package dev.slipway.catalog;

import dev.slipway.access.Principal;
import dev.slipway.base.Conditions;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.base.Violations;
import dev.slipway.cloud.CloudClock;
import dev.slipway.web.PageRequest;
import dev.slipway.web.Preconditions;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The models that are known. */
@Component
public class Models {

  private static final String COLUMNS =
      "select id, name, description, created_at, version from model";

  private final RegisteredModels rows;
  private final JdbcClient jdbc;
  private final CloudClock clock;
  private final ApplicationEventPublisher facts;

  Models(
      RegisteredModels rows, JdbcClient jdbc, CloudClock clock, ApplicationEventPublisher facts) {
    this.rows = rows;
    this.jdbc = jdbc;
    this.clock = clock;
    this.facts = facts;
  }

  /**
   * Creates a model.
   *
   * @throws Failure.Invalid when a field is outside its limits
   * @throws Failure.Conflict {@code model-exists}
   */
  @Transactional
  public Model create(NewModel wanted, Principal by) {
    wanted.check();
    if (rows.findByName(wanted.name()).isPresent()) {
      throw exists(wanted.name());
    }
    String description = wanted.description() == null ? "" : wanted.description();
    Model model = store(new RegisteredModel(Ids.next(), wanted.name(), description, clock.now()));
    publish(model, "model.created", by, "Created model " + model.name() + ".", Map.of());
    return model;
  }

  /**
   * The model of this name, created where there is none. Whoever does the same at that moment waits
   * until the caller's transaction ends, and then finds it.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Model findOrCreate(NewModel wanted, Principal by) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param("model " + wanted.name())
        .query((row, number) -> true)
        .single();
    Optional<Model> there = rows.findByName(wanted.name()).map(RegisteredModel::toModel);
    return there.isPresent() ? there.get() : create(wanted, by);
  }

  /**
   * The model of this name.
   *
   * @throws Failure.NotFound {@code no-such-model}
   */
  @Transactional(readOnly = true)
  public Model byName(String name) {
    return row(name).toModel();
  }

  /**
   * The model of this id.
   *
   * @throws Failure.NotFound {@code no-such-model}
   */
  @Transactional(readOnly = true)
  public Model byId(UUID id) {
    return rows.findById(id).orElseThrow(() -> missing(id.toString())).toModel();
  }

  /**
   * Replaces the description, the one thing about a model that can change.
   *
   * @param description null for as it is
   */
  @Transactional
  Model describe(
      String name, @Nullable String description, @Nullable String ifMatch, Principal by) {
    new Violations()
        .requireText(
            description == null ? "" : description, NewModel.LONGEST_DESCRIPTION, "/description")
        .orInvalid();
    RegisteredModel row = row(name);
    Preconditions.require(ifMatch, row.version());
    if (description == null || row.description().equals(description)) {
      return row.toModel();
    }
    Map<String, Object> change = Map.of("before", row.description(), "after", description);
    row.describe(description);
    Model model = store(row);
    publish(
        model,
        "model.changed",
        by,
        "Changed the description of model " + name + ".",
        Map.of("description", change));
    return model;
  }

  /** The models, newest first. */
  Page<Model> list(PageRequest page) {
    var wanted = new Conditions().and("id < :after", "after", page.afterId());
    return page.page(
        jdbc.sql(COLUMNS + wanted.where() + "order by id desc limit :limit")
            .params(wanted.values())
            .param("limit", page.limit())
            .query((row, number) ->
                new Model(
                    row.getObject("id", UUID.class),
                    row.getString("name"),
                    row.getString("description"),
                    Timestamps.read(row, "created_at"),
                    row.getLong("version")))
            .list(),
        Model::id);
  }

  private RegisteredModel row(String name) {
    return rows.findByName(name).orElseThrow(() -> missing(name));
  }

  private Model store(RegisteredModel row) {
    try {
      return rows.saveAndFlush(row).toModel();
    } catch (OptimisticLockingFailureException e) {
      throw Failure.Precondition.stale(
          "The model was changed at the same moment; read it again and repeat the change.");
    } catch (DataIntegrityViolationException e) {
      // Somebody created it since the look; the transaction is over.
      throw exists(row.toModel().name());
    }
  }

  private void publish(
      Model model, String type, Principal by, String summary, Map<String, Object> data) {
    facts.publishEvent(
        new Fact("model", model.name(), type, by.name(), summary, null, data, clock.now()));
  }

  private static Failure missing(String name) {
    return new Failure.NotFound(
        "no-such-model",
        "There is no model \"" + name + "\"; GET /v1/models lists those there are.");
  }

  private static Failure exists(String name) {
    return new Failure.Conflict(
        "model-exists",
        "There is a model \"" + name + "\" already; use it, or choose another name.",
        "/v1/models/" + name);
  }
}
