package dev.slipway.promotion;

import dev.slipway.base.Fact;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Settings;
import dev.slipway.promotion.Promote.Planned;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.promotion.Promotions.Entry;
import dev.slipway.rollout.Deployment;
import dev.slipway.rollout.StartDeployment;
import dev.slipway.rollout.StartDeployment.Asked;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts a promotion on record and starts what it takes, in one transaction. */
@Component
class StorePromotion {

  private final Endpoints endpoints;
  private final StartDeployment start;
  private final Promotions promotions;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;

  StorePromotion(
      Endpoints endpoints,
      StartDeployment start,
      Promotions promotions,
      CloudClock clock,
      ApplicationEventPublisher events) {
    this.endpoints = endpoints;
    this.start = start;
    this.promotions = promotions;
    this.clock = clock;
    this.events = events;
  }

  /** Returns the promotion's id. Makes the endpoint when there is none. */
  @Transactional
  UUID store(PromotionRequest request, Named named, Planned planned, String by) {
    endpoints.reserve(Endpoints.nameOf(named.model(), named.to()));
    Endpoint endpoint =
        endpoints
            .of(named.model().id(), named.to().id())
            .orElseGet(() -> endpoints.create(named.model(), named.to(), Settings.NONE, by));
    Asked asked = new Asked(by, request.reason());
    if (request.terms().supersede()) {
      Optional<Deployment> running = start.supersede(endpoint, asked);
      if (running.isPresent()) return waiting(named, endpoint, running.get(), planned, asked);
    }
    Deployment deployment =
        planned.plan().noChanges()
            ? null
            : start.promote(endpoint, planned.candidate(), planned.plan(), asked);
    record(named, endpoint, deployment, planned, asked);
    UUID started = deployment == null ? null : deployment.id();
    return promotions.record(
        Entry.started(named, endpoint, started, planned.gates()), asked, clock.now());
  }

  /** Puts a promotion on record that gates keep out. Returns its id. */
  @Transactional
  UUID refused(PromotionRequest request, Named named, Planned planned, String by) {
    Asked asked = new Asked(by, request.reason());
    Endpoint endpoint = endpoints.of(named.model().id(), named.to().id()).orElse(null);
    String why = Gates.sentence(planned.gates());
    UUID id =
        promotions.record(Entry.refused(named, endpoint, why, planned.gates()), asked, clock.now());
    tell(
        named,
        Endpoints.nameOf(named.model(), named.to()),
        "promotion.refused",
        " was not promoted to " + named.to().name() + ": " + why + " It was asked for: ",
        null,
        planned,
        asked);
    return id;
  }

  private UUID waiting(
      Named named, Endpoint endpoint, Deployment running, Planned planned, Asked asked) {
    promotions.replaceWaiting(endpoint);
    tell(
        named,
        endpoint.name(),
        "promotion.waiting",
        " waits until the running deployment has ended: ",
        running.id(),
        planned,
        asked);
    return promotions.record(
        Entry.waiting(named, endpoint, running.id(), planned.gates()), asked, clock.now());
  }

  /** Begins a promotion that has waited, if its turn has come. */
  @Transactional
  void begin(Promotion waiting, Named named, Planned planned) {
    endpoints.reserve(waiting.endpoint());
    Endpoint endpoint = endpoints.named(waiting.endpoint());
    if (!start.free(endpoint, Objects.requireNonNull(waiting.supersedes()))) return;
    Asked asked = new Asked(waiting.requestedBy(), waiting.reason());
    boolean same = planned.plan().noChanges();
    Deployment deployment =
        same ? null : start.promote(endpoint, planned.candidate(), planned.plan(), asked);
    boolean first =
        promotions.settle(
            waiting.id(),
            same ? Promotion.Outcome.NO_CHANGES : Promotion.Outcome.DEPLOYING,
            deployment == null ? null : deployment.id(),
            null,
            planned.gates());
    if (!first) throw new IllegalStateException("the promotion " + waiting.id() + " has begun");
    record(named, endpoint, deployment, planned, asked);
  }

  /**
   * A promotion that has waited is not begun any more.
   *
   * @param gates what they said last
   */
  @Transactional
  void refuse(Promotion waiting, String why, List<GateVerdict> gates) {
    if (!promotions.settle(waiting.id(), Promotion.Outcome.REFUSED, null, why, gates)) return;
    events.publishEvent(
        new Fact(
            "endpoint",
            waiting.endpoint(),
            "promotion.refused",
            "slipway",
            "The promotion of " + waiting.version() + " that waited was not begun: " + why,
            null,
            Map.of("version", waiting.version(), "reason", why),
            clock.now()));
  }

  private void record(
      Named named,
      Endpoint endpoint,
      @Nullable Deployment deployment,
      Planned planned,
      Asked asked) {
    tell(
        named,
        endpoint.name(),
        deployment == null ? "promotion.no-changes" : "promotion.started",
        " was promoted to " + named.to().name() + ": ",
        deployment == null ? null : deployment.id(),
        planned,
        asked);
  }

  private void tell(
      Named named,
      String endpoint,
      String type,
      String what,
      @Nullable UUID deployment,
      Planned planned,
      Asked asked) {
    events.publishEvent(
        new Fact(
            "endpoint",
            endpoint,
            type,
            asked.by(),
            named.version().name() + " of " + named.model().name() + what + asked.reason(),
            deployment,
            Map.of(
                "version",
                named.version().name(),
                "reason",
                asked.reason(),
                "gates",
                planned.gates().stream().map(GateVerdict::fact).toList()),
            clock.now()));
  }
}
