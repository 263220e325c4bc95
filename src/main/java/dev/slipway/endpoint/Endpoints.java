package dev.slipway.endpoint;

import dev.slipway.access.Reach;
import dev.slipway.base.Conditions;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.base.Failure.Precondition;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.FieldChange;
import dev.slipway.base.Ids;
import dev.slipway.base.Json;
import dev.slipway.catalog.Model;
import dev.slipway.cloud.CloudClock;
import dev.slipway.environment.Environment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds endpoints, makes them and gives them overrides. Which release serves is recorded by {@link
 * ServingState}.
 */
@Component
public class Endpoints {

  /** The code of the refusal of a name that another model's endpoint has. */
  public static final String NAME_TAKEN = "endpoint-name-taken";

  private static final int LONGEST_NAME = 63;

  private final EndpointRepository repository;
  private final JdbcClient jdbc;
  private final TakenNames names;
  private final ActiveDeployments active;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;

  Endpoints(
      EndpointRepository repository,
      JdbcClient jdbc,
      TakenNames names,
      ActiveDeployments active,
      CloudClock clock,
      ApplicationEventPublisher events) {
    this.repository = repository;
    this.jdbc = jdbc;
    this.names = names;
    this.active = active;
    this.clock = clock;
    this.events = events;
  }

  /** The endpoint of that stable name. */
  public Endpoint named(String name) {
    return jdbc.sql(EndpointRow.SELECT + "where p.name = ?")
        .param(name)
        .query(EndpointRow::read)
        .optional()
        .orElseThrow(
            () -> new NotFound("no-such-endpoint", "There is no endpoint named " + name + "."));
  }

  /** The endpoint with that id. */
  public Endpoint withId(UUID id) {
    return jdbc.sql(EndpointRow.SELECT + "where p.id = ?")
        .param(id)
        .query(EndpointRow::read)
        .single();
  }

  /** The endpoint of a model in an environment, if there is one. */
  public Optional<Endpoint> of(UUID modelId, UUID environmentId) {
    return jdbc.sql(EndpointRow.SELECT + "where p.model_id = ? and p.environment_id = ?")
        .params(modelId, environmentId)
        .query(EndpointRow::read)
        .optional();
  }

  /**
   * Which endpoints are wanted.
   *
   * @param model only this model's; null for all
   * @param environment only this environment's; null for all
   * @param seen only those of these environments
   */
  record Filter(@Nullable String model, @Nullable String environment, Reach seen) {}

  /** Endpoints, newest first, older than an id (null to begin). */
  List<Endpoint> list(Filter filter, @Nullable UUID before, int limit) {
    var wanted =
        new Conditions()
            .and("model_id = (select id from model where name = :model)", "model", filter.model());
    String some =
        wanted.newest(
            "endpoint", "environment_id", filter.seen().only(filter.environment()).names(), before);
    return jdbc.sql(
            EndpointRow.COLUMNS
                + "from "
                + some
                + EndpointRow.JOINED
                + "order by p.id desc limit :limit")
        .params(wanted.values())
        .param("limit", limit)
        .query(EndpointRow::read)
        .list();
  }

  /** An environment's endpoints, newest first. */
  public List<Endpoint> in(Environment environment, int limit) {
    return list(new Filter(null, environment.name(), Reach.EVERYWHERE), null, limit);
  }

  /**
   * The stable name of a model's endpoint in an environment. Refused when SageMaker cannot have
   * such a name.
   */
  public static String nameOf(Model model, Environment environment) {
    String name = environment.name() + "-" + model.name();
    if (name.length() > LONGEST_NAME) {
      throw Refused.field(
          "endpoint-name-too-long",
          "/model",
          "The endpoint's name "
              + name
              + " has "
              + name.length()
              + " characters; SageMaker allows 63. Use a shorter model or environment name.");
    }
    return name;
  }

  /**
   * Reserves an endpoint's name until the caller's transaction ends: nobody else makes the endpoint
   * or starts anything on it meanwhile. The next caller waits and then sees what this one has done.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void reserve(String name) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param("endpoint " + name)
        .query((row, number) -> true)
        .single();
  }

  /**
   * Refuses a name that another model's endpoint has, as {@code a-b} in {@code prod} and {@code b}
   * in {@code prod-a} would, or that an imported one has or had in SageMaker.
   *
   * @throws Conflict {@code endpoint-name-taken}
   */
  public void requireFree(String name) {
    names.requireFree(name);
  }

  /** Makes the endpoint of a model in an environment. */
  @Transactional
  public Endpoint create(Model model, Environment environment, Settings overrides, String actor) {
    reserve(nameOf(model, environment));
    requireNone(model, environment);
    return make(model, environment, overrides, actor);
  }

  /** Refuses a second endpoint of a model in an environment, and a name that is another's. */
  private void requireNone(Model model, Environment environment) {
    String name = nameOf(model, environment);
    if (of(model.id(), environment.id()).isPresent()) {
      throw new Conflict(
          "endpoint-exists",
          "The model " + model.name() + " has an endpoint in " + environment.name() + " already.",
          "/v1/endpoints/" + name);
    }
    requireFree(name);
  }

  private Endpoint make(Model model, Environment environment, Settings overrides, String actor) {
    String name = nameOf(model, environment);
    StoredEndpoint endpoint =
        new StoredEndpoint(Ids.next(), name, model.id(), environment.id(), clock.now());
    endpoint.override(Json.write(overrides));
    repository.saveAndFlush(endpoint);
    record(
        name,
        "endpoint.created",
        actor,
        "Endpoint " + name + " was added.",
        changes(Settings.NONE, overrides));
    return named(name);
  }

  /**
   * Refuses a SageMaker endpoint that is on record already, and one whose place is taken.
   *
   * @param model may be one that is yet to be made
   * @return the endpoint that has its place on record, and serves nothing
   * @throws Conflict {@code endpoint-exists}, {@code endpoint-name-taken}
   */
  public Optional<Endpoint> requireAdoptable(
      String physicalName, Model model, Environment environment) {
    Optional<Endpoint> former = of(model.id(), environment.id()).filter(this::rests);
    names.requireUnknown(physicalName, environment, former.map(Endpoint::id).orElse(null));
    if (former.isEmpty()) requireNone(model, environment);
    return former;
  }

  /**
   * Whether an endpoint has had a SageMaker endpoint: it has its name on record yet, or an import
   * of it was the last that was forgotten.
   */
  public boolean hasHad(Endpoint endpoint, String physicalName) {
    return physicalName.equals(endpoint.physicalName())
        || physicalName.equals(stored(endpoint.id()).forgottenImport());
  }

  /** Whether nothing serves, and nothing is under way that would. */
  private boolean rests(Endpoint endpoint) {
    StoredEndpoint stored = stored(endpoint.id());
    return endpoint.currentReleaseId() == null
        && stored.pendingReleaseId() == null
        && stored.unsettledReleaseIds().isEmpty()
        && active.activeOn(List.of(endpoint.id())).isEmpty();
  }

  /**
   * Puts an endpoint on record that was made elsewhere, in place of one that serves nothing: of an
   * earlier import, say. Part of the import's own transaction.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  Endpoint adopt(Endpoint found, Model model, Environment environment, String actor) {
    // Whoever makes an endpoint of that name meanwhile would not see this one.
    Stream.of(nameOf(model, environment), found.physicalName())
        .distinct()
        .sorted()
        .forEach(this::reserve);
    Optional<Endpoint> former = requireAdoptable(found.physicalName(), model, environment);
    Endpoint made =
        former.isPresent()
            ? override(former.get(), found.overrides(), actor)
            : make(model, environment, found.overrides(), actor);
    StoredEndpoint endpoint = stored(made.id());
    Adoption adoption = Objects.requireNonNull(found.adoption());
    String name = found.physicalName();
    Adoption named = adoption.importedAs(name);
    endpoint.adopt(name, Json.write(former.map(named::after).orElse(named)));
    repository.saveAndFlush(endpoint);
    return named(made.name());
  }

  /** Replaces an endpoint's overrides. They take effect with the next deployment. */
  @Transactional
  Endpoint override(Endpoint seen, Settings overrides, String actor) {
    StoredEndpoint endpoint = stored(seen.id());
    if (endpoint.version() != seen.version()) {
      throw Precondition.stale("Endpoint " + seen.name() + " was changed since you read it.");
    }
    if (overrides.equals(seen.overrides())) return seen;
    endpoint.override(Json.write(overrides));
    repository.saveAndFlush(endpoint);
    record(
        seen.name(),
        "endpoint.changed",
        actor,
        "The overrides of endpoint " + seen.name() + " were changed.",
        changes(seen.overrides(), overrides));
    return named(seen.name());
  }

  private StoredEndpoint stored(UUID id) {
    return repository.findById(id).orElseThrow();
  }

  /** The changes between two sets of overrides, without the values of secrets. */
  private static Map<String, Object> changes(Settings before, Settings after) {
    return Map.of(
        "changes",
        FieldChange.told(
            Json.mapper().valueToTree(before),
            Json.mapper().valueToTree(after),
            value -> Json.mapper().convertValue(value, Object.class)));
  }

  private void record(
      String name, String type, String actor, String summary, Map<String, Object> data) {
    events.publishEvent(new Fact("endpoint", name, type, actor, summary, null, data, clock.now()));
  }
}
