package dev.slipway.local;

import dev.slipway.access.Principal;
import dev.slipway.base.Failure;
import dev.slipway.base.Json;
import dev.slipway.catalog.Models;
import dev.slipway.catalog.NewModel;
import dev.slipway.catalog.NewVersion;
import dev.slipway.catalog.Versions;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.environment.Environments;
import dev.slipway.environment.NewEnvironment;
import dev.slipway.promotion.Promote;
import dev.slipway.promotion.PromotionRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Puts the demo on record at the first start, by the same doors that the API uses, and lets the
 * real engine bring v1 live in prod. Readiness does not wait for it. What a start that was cut
 * short has left out, the next one adds.
 */
@Component
@ConditionalOnBooleanProperty("slipway.demo")
class DemoRecords {

  private static final Logger LOG = LoggerFactory.getLogger(DemoRecords.class);
  private static final Principal DEMO = new Principal("demo");
  private static final String LIVE = "prod";

  private final Models models;
  private final Versions versions;
  private final Environments environments;
  private final Endpoints endpoints;
  private final Promote promote;

  DemoRecords(
      Models models,
      Versions versions,
      Environments environments,
      Endpoints endpoints,
      Promote promote) {
    this.models = models;
    this.versions = versions;
    this.environments = environments;
    this.endpoints = endpoints;
    this.promote = promote;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    Thread.ofVirtual().name("demo").start(this::seed);
  }

  /** Adds what is not on record yet. */
  void seed() {
    try {
      NewModel model = read(Demo.model(), NewModel.class);
      List<NewVersion> registered =
          Demo.versions().stream().map(document -> read(document, NewVersion.class)).toList();
      missing(() -> models.byName(model.name()), () -> models.create(model, DEMO));
      for (NewVersion version : registered) {
        missing(
            () -> versions.byName(model.name(), version.name()),
            () -> versions.register(model.name(), version, DEMO));
      }
      for (JsonNode document : Demo.environments()) {
        NewEnvironment environment = read(document, NewEnvironment.class);
        missing(
            () -> environments.byName(environment.name()),
            () -> environments.create(environment, DEMO));
      }
      if (isUntouched(model.name())) {
        promote.promote(
            PromotionRequest.of(
                model.name(), registered.getFirst().name(), LIVE, "the demo's first release"),
            DEMO.name());
      }
    } catch (RuntimeException e) {
      LOG.warn("The demo could not be put on record: {}", e.getMessage(), e);
    }
  }

  /** Whether nothing was ever begun with it there: what a person has done since is theirs. */
  private boolean isUntouched(String model) {
    return !promote.wasAsked(model, LIVE)
        && endpoints.of(models.byName(model).id(), environments.byName(LIVE).id()).isEmpty();
  }

  /** Makes what is not there yet. */
  private static void missing(Runnable look, Runnable make) {
    try {
      look.run();
    } catch (Failure.NotFound absent) {
      make.run();
    }
  }

  private static <T> T read(JsonNode document, Class<T> type) {
    return Json.mapper().treeToValue(document, type);
  }
}
