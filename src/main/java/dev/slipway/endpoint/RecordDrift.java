package dev.slipway.endpoint;

import dev.slipway.base.Fact;
import dev.slipway.endpoint.Drift.Noticed;
import dev.slipway.endpoint.LookForDrift.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts looks for drift on record. History has a difference once when it appears and once when it
 * goes, however often it is seen in between. A difference is identified by its field. When its
 * value changes, only the record of the look changes.
 */
@Component
public class RecordDrift {

  private static final Duration SOON = Duration.ofMinutes(1);

  private final Drifts drifts;
  private final Endpoints endpoints;
  private final ApplicationEventPublisher events;

  RecordDrift(Drifts drifts, Endpoints endpoints, ApplicationEventPublisher events) {
    this.drifts = drifts;
    this.endpoints = endpoints;
    this.events = events;
  }

  /** An endpoint that is due to be looked at. */
  public record Due(UUID endpointId, @Nullable Instant comparedAt, @Nullable Instant modifiedAt) {}

  /**
   * The endpoints that are due, the longest due first, except those of the environments that are
   * passed over.
   */
  public List<Due> due(Instant now, Set<UUID> passedOver, int limit) {
    return drifts.due(now, passedOver, limit).stream()
        .map(it -> new Due(it.endpointId(), it.comparedAt(), it.modifiedAt()))
        .toList();
  }

  /**
   * Puts a look on record; part of the caller's transaction, in which nothing is deployed.
   *
   * @param every until the next look, about
   * @return what is on record now
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Drift found(Endpoint endpoint, Found found, Duration every, Instant now) {
    Optional<Drift> before = drifts.of(endpoint.id());
    List<Noticed> known = before.map(Drift::differences).orElse(List.of());
    List<Noticed> noticed =
        found.state() == DriftState.MOVING ? known : noticed(known, found.differences(), now);
    Duration pause = found.state() == DriftState.MOVING ? SOON : spread(endpoint, every, now);
    Drift drift =
        new Drift(
            endpoint.id(),
            endpoint.name(),
            endpoint.environment(),
            found.state(),
            noticed,
            now,
            found.whole() ? now : before.map(Drift::comparedAt).orElse(null),
            now.plus(pause),
            noticed.isEmpty() ? null : before.map(Drift::repair).orElse(null),
            noticed.isEmpty() ? null : before.map(Drift::notRepaired).orElse(null));
    drifts.store(drift, found.modifiedAt());
    tell(endpoint, known, noticed, now);
    return drift;
  }

  /**
   * Puts on record that a deployment begins or is active. What the last look found may no longer be
   * so, and everything is compared anew afterwards.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void deploying(Endpoint endpoint, Instant now) {
    notLooked(endpoint, DriftState.DEPLOYING, null, now);
  }

  /** When the endpoint was looked at last; empty where it never was. */
  public Optional<Instant> lastLook(Endpoint endpoint) {
    return drifts.of(endpoint.id()).map(Drift::lookedAt);
  }

  /** Puts on record that a look told nothing: AWS did not answer it, or in no known words. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void unanswered(Endpoint endpoint, Instant now) {
    Instant compared = drifts.of(endpoint.id()).map(Drift::comparedAt).orElse(null);
    notLooked(endpoint, DriftState.UNANSWERED, compared, now);
  }

  private void notLooked(
      Endpoint endpoint, DriftState state, @Nullable Instant compared, Instant now) {
    Optional<Drift> before = drifts.of(endpoint.id());
    drifts.store(
        new Drift(
            endpoint.id(),
            endpoint.name(),
            endpoint.environment(),
            state,
            before.map(Drift::differences).orElse(List.of()),
            before.map(Drift::lookedAt).orElse(null),
            compared,
            now.plus(SOON),
            before.map(Drift::repair).orElse(null),
            before.map(Drift::notRepaired).orElse(null)),
        null);
  }

  /** Puts on record which deployment is to end the differences. */
  @Transactional
  public void repairing(UUID endpointId, UUID deployment) {
    drifts.repairing(endpointId, deployment);
  }

  /** Puts on record that this deployment is not the one to end the differences. */
  @Transactional
  public void notRepairing(UUID endpointId, UUID deployment) {
    drifts.notRepairing(endpointId, deployment);
  }

  /** Puts on record that no repair of what differs now was refused. */
  @Transactional
  public void nothingRefused(UUID endpointId) {
    drifts.notRepaired(endpointId, null);
  }

  /**
   * Puts on record why the differences stay. History is told once for each new difference, however
   * often a repair is tried. A deployment that begins changes the same row and tells the same
   * history; the place keeps the two from waiting for one another.
   */
  @Transactional
  public void notRepaired(Endpoint endpoint, Drift drift, String reason, Instant now) {
    endpoints.reserve(endpoint.name());
    drifts.notRepaired(endpoint.id(), reason);
    if (!drifts.told(endpoint.id(), drift.youngest(), now)) return;
    publish(
        endpoint,
        "drift.not-repaired",
        "What AWS has other than the record is not repaired: " + reason,
        drift.differences(),
        now);
  }

  private static List<Noticed> noticed(
      List<Noticed> known, List<Difference> differences, Instant now) {
    Map<String, Instant> since =
        known.stream().collect(Collectors.toMap(Noticed::field, Noticed::since, (a, b) -> a));
    return differences.stream()
        .map(it ->
            new Noticed(
                it.field(), it.expected(), it.actual(), since.getOrDefault(it.field(), now)))
        .toList();
  }

  private void tell(Endpoint endpoint, List<Noticed> before, List<Noticed> after, Instant now) {
    List<Noticed> appeared = without(after, before);
    List<Noticed> gone = without(before, after);
    if (!appeared.isEmpty()) {
      publish(
          endpoint,
          "drift.found",
          appeared.stream()
              .map(it -> it.difference().sentence())
              .collect(Collectors.joining(" ", "AWS is not as released: ", "")),
          appeared,
          now);
    }
    if (!gone.isEmpty()) {
      publish(
          endpoint,
          "drift.gone",
          "No difference any more: "
              + gone.stream().map(Noticed::field).collect(Collectors.joining(", "))
              + ".",
          gone,
          now);
    }
  }

  private static List<Noticed> without(List<Noticed> these, List<Noticed> those) {
    return these.stream()
        .filter(it -> those.stream().noneMatch(one -> one.field().equals(it.field())))
        .toList();
  }

  private void publish(
      Endpoint endpoint, String type, String summary, List<Noticed> differences, Instant now) {
    List<Map<String, Object>> told = new ArrayList<>();
    for (Noticed one : differences) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("field", one.field());
      if (one.expected() != null) fields.put("expected", one.expected());
      if (one.actual() != null) fields.put("actual", one.actual());
      told.add(fields);
    }
    events.publishEvent(
        new Fact(
            "endpoint",
            endpoint.name(),
            type,
            "slipway",
            summary,
            null,
            Map.of("differences", told),
            now));
  }

  /**
   * The pause until the next look: between 80 and 120 % of the usual, so that endpoints that began
   * together do not stay together.
   */
  private static Duration spread(Endpoint endpoint, Duration every, Instant now) {
    long share = Math.floorMod(endpoint.id().hashCode() + now.getEpochSecond(), 41L);
    return every.multipliedBy(80 + share).dividedBy(100);
  }
}
