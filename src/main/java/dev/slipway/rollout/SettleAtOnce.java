package dev.slipway.rollout;

import dev.slipway.cloud.CloudFailure;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks which release serves as soon as a deployment has ended that leaves that open. A look that
 * is not answered, or that tells nothing, is made again by the rounds of {@link DriftWatch}.
 */
@Component
class SettleAtOnce {

  private static final Logger LOG = LoggerFactory.getLogger(SettleAtOnce.class);

  private final Endpoints endpoints;
  private final LookWhatServes look;
  private final SettleServing settle;
  private final StoreDrift drift;

  SettleAtOnce(Endpoints endpoints, LookWhatServes look, SettleServing settle, StoreDrift drift) {
    this.endpoints = endpoints;
    this.look = look;
    this.settle = settle;
    this.drift = drift;
  }

  /** Looks, where it is open which release serves and nothing is deployed. */
  void look(UUID endpointId) {
    Endpoint endpoint = endpoints.withId(endpointId);
    List<UUID> open = settle.open(endpoint);
    if (open.isEmpty()) return;
    Instant before = drift.lastLook(endpoint);
    try {
      settle.found(endpoint, look.look(endpoint, open), before);
    } catch (CloudFailure failure) {
      LOG.info("What serves {} was not looked at: {}", endpoint.name(), failure.text());
    }
  }
}
