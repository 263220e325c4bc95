package dev.slipway.promotion;

import dev.slipway.base.Fact;
import dev.slipway.cloud.CloudClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells history what happens to promotions, in the endpoint's own record. */
@Component
class PromotionFacts {

  private final CloudClock clock;
  private final ApplicationEventPublisher events;

  PromotionFacts(CloudClock clock, ApplicationEventPublisher events) {
    this.clock = clock;
    this.events = events;
  }

  /**
   * What happened.
   *
   * @param version the version concerned; null for none
   * @param promotion null while it has no id
   * @param deployment the deployment concerned; null for none
   * @param gates the gates' verdicts; empty where they were not asked
   */
  record About(
      String endpoint,
      @Nullable String version,
      @Nullable UUID promotion,
      @Nullable UUID deployment,
      List<GateVerdict> gates) {

    static About of(Promotion promotion, List<GateVerdict> gates) {
      return new About(promotion.endpoint(), promotion.version(), promotion.id(), null, gates);
    }

    About starting(@Nullable UUID started) {
      return new About(endpoint, version, promotion, started, gates);
    }
  }

  void tell(About about, String type, String actor, String reason, String summary) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (about.version() != null) data.put("version", about.version());
    data.put("reason", reason);
    if (about.promotion() != null) data.put("promotion", about.promotion());
    if (!about.gates().isEmpty()) {
      data.put("gates", about.gates().stream().map(GateVerdict::fact).toList());
    }
    events.publishEvent(
        new Fact(
            "endpoint",
            about.endpoint(),
            type,
            actor,
            summary,
            about.deployment(),
            data,
            clock.now()));
  }
}
