package dev.slipway.cli;

import dev.slipway.base.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody waits for, from the promotion through its deployment to whatever that goes on in:
 * another try on another instance type, or a deployment that takes it back. Each look asks the
 * service for what is new.
 */
final class Course {

  /** A step is told of in the transaction that ends it, so nothing earlier comes later. */
  private static final Duration OVERLAP = Duration.ofSeconds(2);

  private final Api api;
  private final Wish wish;
  private final Set<String> known = new HashSet<>();
  private final List<Event> events = new ArrayList<>();
  private @Nullable JsonNode promotionDocument;
  private @Nullable JsonNode deploymentDocument;
  private @Nullable Promotion promotion;
  private @Nullable Deployment deployment;
  private @Nullable String deploymentId;
  private @Nullable Exit end;
  private @Nullable Deployment takenBack;

  private Course(Api api, Wish wish) {
    this.api = api;
    this.wish = wish;
  }

  static Course ofPromotion(Api api, JsonNode document) {
    Course course = new Course(api, Wish.DONE);
    course.seen(document);
    return course;
  }

  static Course ofDeployment(Api api, Wish wish, JsonNode document) {
    Course course = new Course(api, wish);
    course.deploymentId = document.path("id").asString("");
    course.deploymentSeen(document);
    return course;
  }

  /** The endpoint that it is about. */
  String endpoint() {
    if (deployment != null) return deployment.endpoint();
    return promotion == null ? "" : promotion.endpoint();
  }

  @Nullable Promotion promotion() {
    return promotion;
  }

  @Nullable Deployment deployment() {
    return deployment;
  }

  /** The deployment that the present one takes back; null where it takes none back. */
  @Nullable Deployment takenBack() {
    return takenBack;
  }

  /** What the present deployment has done so far, oldest first. */
  List<Event> events() {
    return events;
  }

  /** How it ended; null while it goes on. */
  @Nullable Exit end() {
    return end;
  }

  /** Whether it waits for people or checks, and holds nothing. */
  boolean pending() {
    return deployment == null && promotion != null && promotion.pending();
  }

  /** The id to go on with: of the deployment, or of the promotion before there is one. */
  String id() {
    if (deploymentId != null) return deploymentId;
    return promotion == null ? "" : promotion.id();
  }

  /** Asks what has become of it. */
  void look() {
    if (end != null) return;
    if (deploymentId == null && promotion != null) {
      seen(api.get(Route.of("promotions", promotion.id())).body());
    }
    if (deploymentId == null || end != null) return;
    JsonNode document = api.get(Route.of("deployments", deploymentId)).body();
    // First the events, or the last ones would be missing once it has ended.
    lookAtEvents(Json.mapper().treeToValue(document, Deployment.class));
    deploymentSeen(document);
  }

  private void seen(JsonNode document) {
    promotionDocument = document;
    Promotion now = Json.mapper().treeToValue(document, Promotion.class);
    promotion = now;
    if (now.deployment() != null) deploymentId = now.deployment().id();
    else end = now.end();
  }

  private void deploymentSeen(JsonNode document) {
    Deployment now = Json.mapper().treeToValue(document, Deployment.class);
    deploymentDocument = document;
    deployment = now;
    Exit ended = now.end();
    if (ended == null) return;
    if (ended == Exit.FAILED && now.retriedBy() != null) goOnWith(now.retriedBy());
    else if (ended == Exit.CANCELED && now.compensatedBy() != null) {
      takenBack = now;
      goOnWith(now.compensatedBy());
    } else {
      end = meaning(ended);
    }
  }

  /** Of a deployment that takes another back, success means that the other one is undone. */
  private Exit meaning(Exit ended) {
    if (takenBack == null) return wish.meaning(ended);
    return ended == Exit.DONE ? wish.meaning(takenBack.undone()) : ended;
  }

  private void goOnWith(String next) {
    deploymentId = next;
    events.clear();
    known.clear();
  }

  private void lookAtEvents(Deployment of) {
    Instant since = events.isEmpty() ? null : events.getLast().recordedAt().minus(OVERLAP);
    Route route =
        Route.of("audit-events")
            .with("subject_type", "endpoint")
            .with("subject", of.endpoint())
            .with("deployment", of.id())
            .with("created_after", since);
    api.list(route, 1000).reversed().stream()
        .map(document -> Json.mapper().treeToValue(document, Event.class))
        .filter(event -> known.add(event.id()))
        .forEach(events::add);
  }

  /** How it ended or where it stands, for a machine. */
  ObjectNode document(Exit exit) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("exit", Objects.requireNonNullElse(end, exit).name());
    if (promotionDocument != null) document.set("promotion", promotionDocument);
    if (deploymentDocument != null) document.set("deployment", deploymentDocument);
    return document;
  }
}
