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
    Deployment deployment =
        planned.plan().noChanges()
            ? null
            : start.promote(endpoint, planned.candidate(), planned.plan(), asked);
    record(named, endpoint, deployment, asked);
    return promotions.record(
        named, endpoint, deployment == null ? null : deployment.id(), asked, clock.now());
  }

  private void record(
      Named named, Endpoint endpoint, @Nullable Deployment deployment, Asked asked) {
    events.publishEvent(
        new Fact(
            "endpoint",
            endpoint.name(),
            deployment == null ? "promotion.no-changes" : "promotion.started",
            asked.by(),
            named.version().name()
                + " of "
                + named.model().name()
                + " was promoted to "
                + named.to().name()
                + ": "
                + asked.reason(),
            deployment == null ? null : deployment.id(),
            Map.of("version", named.version().name(), "reason", asked.reason()),
            clock.now()));
  }
}
