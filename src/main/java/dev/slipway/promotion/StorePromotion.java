package dev.slipway.promotion;

import dev.slipway.base.Fact;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Settings;
import dev.slipway.promotion.Promote.Planned;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.rollout.Deployment;
import dev.slipway.rollout.StartDeployment;
import dev.slipway.rollout.StartDeployment.Asked;
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
      if (running.isPresent()) return waiting(named, endpoint, running.get(), asked);
    }
    Deployment deployment =
        planned.plan().noChanges()
            ? null
            : start.promote(endpoint, planned.candidate(), planned.plan(), asked);
    record(named, endpoint, deployment, asked);
    return promotions.record(
        named, endpoint, deployment == null ? null : deployment.id(), asked, clock.now());
  }

  private UUID waiting(Named named, Endpoint endpoint, Deployment running, Asked asked) {
    promotions.replaceWaiting(endpoint);
    tell(
        named,
        endpoint,
        "promotion.waiting",
        " waits until the running deployment has ended: ",
        running.id(),
        asked);
    return promotions.recordWaiting(named, endpoint, running.id(), asked, clock.now());
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
            null);
    if (!first) throw new IllegalStateException("the promotion " + waiting.id() + " has begun");
    record(named, endpoint, deployment, asked);
  }

  /** A promotion that has waited is not begun any more. */
  @Transactional
  void refuse(Promotion waiting, String why) {
    if (!promotions.settle(waiting.id(), Promotion.Outcome.REFUSED, null, why)) return;
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
      Named named, Endpoint endpoint, @Nullable Deployment deployment, Asked asked) {
    tell(
        named,
        endpoint,
        deployment == null ? "promotion.no-changes" : "promotion.started",
        " was promoted to " + named.to().name() + ": ",
        deployment == null ? null : deployment.id(),
        asked);
  }

  private void tell(
      Named named,
      Endpoint endpoint,
      String type,
      String what,
      @Nullable UUID deployment,
      Asked asked) {
    events.publishEvent(
        new Fact(
            "endpoint",
            endpoint.name(),
            type,
            asked.by(),
            named.version().name() + " of " + named.model().name() + what + asked.reason(),
            deployment,
            Map.of("version", named.version().name(), "reason", asked.reason()),
            clock.now()));
  }
}
