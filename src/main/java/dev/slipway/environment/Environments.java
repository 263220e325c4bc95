package dev.slipway.environment;

import dev.slipway.access.Principal;
import dev.slipway.access.Reach;
import dev.slipway.access.Role;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.FieldChange;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.Violations;
import dev.slipway.cloud.CloudClock;
import dev.slipway.web.PageRequest;
import dev.slipway.web.Preconditions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** The environments that are known. */
@Component
public class Environments {

  private static final String POINTER = "/profile";

  private final Places places;
  private final Revisions revisions;
  private final EnvironmentList list;
  private final Predecessors predecessors;
  private final ProfileDocuments documents;
  private final CloudClock clock;
  private final ApplicationEventPublisher facts;

  Environments(
      Places places,
      Revisions revisions,
      EnvironmentList list,
      Predecessors predecessors,
      ProfileDocuments documents,
      CloudClock clock,
      ApplicationEventPublisher facts) {
    this.places = places;
    this.revisions = revisions;
    this.list = list;
    this.predecessors = predecessors;
    this.documents = documents;
    this.clock = clock;
    this.facts = facts;
  }

  /** Adopted alarms belong to the one endpoint that came with them. */
  private static void refuseAdopted(Profile profile) {
    if (profile.alarms().adopted() == null) return;
    throw Failure.Refused.field(
        "adopted-alarms-are-read",
        POINTER + "/alarms/adopted",
        "Adopted alarms are read from AWS by an import, for one endpoint; an environment has none."
            + " Leave adopted out.");
  }

  /**
   * Creates an environment.
   *
   * @throws Failure.Invalid when a field is missing or outside its limits
   * @throws Failure.Refused {@code unworkable-profile}
   * @throws Failure.Conflict {@code environment-exists}
   */
  @Transactional
  public Environment create(NewEnvironment wanted, Principal by) {
    wanted.check();
    Preset preset = Preset.named(wanted.preset());
    Profile profile = documents.create(preset, wanted.profile());
    ProfileRules.check(profile, POINTER);
    refuseAdopted(profile);
    predecessors.check(wanted.name(), profile, POINTER);
    if (places.findByName(wanted.name()).isPresent()) {
      throw exists(wanted.name());
    }
    Instant now = clock.now();
    Place place = store(new Place(Ids.next(), wanted.name(), now));
    revisions.add(place.id(), place.revision(), profile, by.name(), now);
    publish(
        place,
        "environment.created",
        by,
        "Created environment %s in account %s, %s, with the preset %s."
            .formatted(
                place.name(), profile.location().accountId(), profile.location().region(), preset),
        Map.of("revision", place.revision(), "preset", preset.toString()),
        now);
    return environment(place, profile, now);
  }

  /**
   * The environment of this name.
   *
   * @throws Failure.NotFound {@code no-such-environment}
   */
  @Transactional(readOnly = true)
  public Environment byName(String name) {
    return environment(place(name));
  }

  /**
   * The environment of this id.
   *
   * @throws Failure.NotFound {@code no-such-environment}
   */
  @Transactional(readOnly = true)
  public Environment byId(UUID id) {
    return environment(places.findById(id).orElseThrow(() -> missing(id.toString())));
  }

  /**
   * The profile that an environment had at a revision.
   *
   * @throws Failure.NotFound {@code no-such-revision}
   */
  @Transactional(readOnly = true)
  public Profile profileAt(UUID id, int revision) {
    return revisions
        .find(id, revision)
        .orElseThrow(() -> noSuchRevision(id.toString(), revision))
        .profile();
  }

  /** Lays a merge patch over the profile; a patch that changes nothing makes no revision. */
  @Transactional
  Environment change(String name, JsonNode patch, @Nullable String ifMatch, Principal by) {
    new Violations()
        .require(
            patch.isObject(), POINTER, "The change must be an object with the fields to change.")
        .orInvalid();
    Place place = place(name);
    Preconditions.require(ifMatch, place.version());
    Environment now = environment(place);
    Profile profile = documents.change(now.profile(), patch);
    if (profile.equals(now.profile())) {
      return now;
    }
    ProfileRules.check(profile, POINTER);
    refuseAdopted(profile);
    checkSamePlace(now.profile(), profile);
    requireSource(now.profile(), profile, by);
    predecessors.check(name, profile, POINTER);
    int revision = place.nextRevision();
    Place stored = store(place);
    Instant at = clock.now();
    revisions.add(stored.id(), revision, profile, by.name(), at);
    publishChange(stored, now.profile(), profile, by, at);
    return environment(stored, profile, at);
  }

  /**
   * The environments, newest first.
   *
   * @param seen only these
   */
  Page<Environment> list(Reach seen, PageRequest page) {
    return list.page(seen, page);
  }

  @Transactional(readOnly = true)
  Page<Revision> revisions(String name, PageRequest page) {
    return revisions.list(place(name).id(), page);
  }

  @Transactional(readOnly = true)
  Revision revision(String name, int revision) {
    return revisions
        .find(place(name).id(), revision)
        .orElseThrow(() -> noSuchRevision(name, revision));
  }

  /** Promotions tell what is live where versions come from: whoever names it must see it. */
  private static void requireSource(Profile before, Profile after, Principal by) {
    String source = after.predecessor();
    if (source != null && !source.equals(before.predecessor())) by.require(Role.VIEWER, source);
  }

  private void checkSamePlace(Profile before, Profile after) {
    new Violations()
        .require(
            before.location().accountId().equals(after.location().accountId()),
            POINTER + "/location/account_id",
            "An environment stays in its account, where its endpoints are; create another"
                + " environment and promote to it.")
        .require(
            before.location().region().equals(after.location().region()),
            POINTER + "/location/region",
            "An environment stays in its region, where its endpoints are; create another"
                + " environment and promote to it.")
        .orRefused(ProfileRules.UNWORKABLE);
  }

  private void publishChange(Place place, Profile before, Profile after, Principal by, Instant at) {
    List<Map<String, Object>> changes =
        FieldChange.told(documents.tree(before), documents.tree(after), documents::plain);
    String fields =
        changes.stream()
            .map(change -> String.valueOf(change.get("field")))
            .collect(Collectors.joining(", "));
    publish(
        place,
        "environment.changed",
        by,
        "Changed %s of environment %s.".formatted(fields, place.name()),
        Map.of("revision", place.revision(), "changes", changes),
        at);
  }

  private void publish(
      Place place,
      String type,
      Principal by,
      String summary,
      Map<String, Object> data,
      Instant at) {
    facts.publishEvent(
        new Fact("environment", place.name(), type, by.name(), summary, null, data, at));
  }

  private Place place(String name) {
    return places.findByName(name).orElseThrow(() -> missing(name));
  }

  private Environment environment(Place place) {
    Revision revision =
        revisions
            .find(place.id(), place.revision())
            .orElseThrow(() -> noSuchRevision(place.name(), place.revision()));
    return environment(place, revision.profile(), revision.createdAt());
  }

  private static Environment environment(Place place, Profile profile, Instant updatedAt) {
    return new Environment(
        place.id(),
        place.name(),
        place.revision(),
        profile,
        place.createdAt(),
        updatedAt,
        place.version());
  }

  private Place store(Place place) {
    try {
      return places.saveAndFlush(place);
    } catch (OptimisticLockingFailureException e) {
      throw Failure.Precondition.stale(
          "The environment was changed at the same moment; read it again and repeat the change.");
    } catch (DataIntegrityViolationException e) {
      // Somebody created it since the look; the transaction is over.
      throw exists(place.name());
    }
  }

  private static Failure missing(String name) {
    return new Failure.NotFound(
        "no-such-environment",
        "There is no environment \"%s\"; GET /v1/environments lists those there are."
            .formatted(name));
  }

  private static Failure noSuchRevision(String environment, int revision) {
    return new Failure.NotFound(
        "no-such-revision",
        "Environment %s has no revision %d; GET /v1/environments/{environment}/revisions lists those it has."
            .formatted(environment, revision));
  }

  private static Failure exists(String name) {
    return new Failure.Conflict(
        "environment-exists",
        "There is an environment \"%s\" already; change it with PATCH, or choose another name."
            .formatted(name),
        "/v1/environments/" + name);
  }
}
