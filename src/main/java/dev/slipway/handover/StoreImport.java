package dev.slipway.handover;

import dev.slipway.access.Principal;
import dev.slipway.catalog.Model;
import dev.slipway.catalog.ModelVersion;
import dev.slipway.catalog.Models;
import dev.slipway.catalog.NewModel;
import dev.slipway.catalog.Versions;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.AdoptEndpoint;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.environment.Environment;
import dev.slipway.handover.ImportEndpoint.Found;
import dev.slipway.handover.ImportEndpoint.Request;
import dev.slipway.rollout.LeftInUse;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts an import on record: model, version, endpoint and release, all or nothing. */
@Component
class StoreImport {

  private final Models models;
  private final Versions versions;
  private final AdoptEndpoint adopt;
  private final LeftInUse left;
  private final CloudClock clock;

  StoreImport(
      Models models, Versions versions, AdoptEndpoint adopt, LeftInUse left, CloudClock clock) {
    this.models = models;
    this.versions = versions;
    this.adopt = adopt;
    this.left = left;
    this.clock = clock;
  }

  @Transactional
  Endpoint store(Request request, Found found, Environment environment, Principal caller) {
    Model model = models.findOrCreate(new NewModel(request.model(), ""), caller);
    ModelVersion version =
        found.known() == null
            ? versions.register(model.name(), found.version(), caller).version()
            : found.known();
    Endpoint endpoint =
        adopt.store(found.adopted(), model, version, environment, caller.name(), clock.now());
    left.requireNoneGoing(endpoint);
    return endpoint;
  }
}
