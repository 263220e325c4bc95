package dev.slipway.promotion;

import dev.slipway.base.Failure.Invalid;
import dev.slipway.base.Failure.Refused;
import dev.slipway.catalog.Model;
import dev.slipway.catalog.ModelVersion;
import dev.slipway.catalog.Models;
import dev.slipway.catalog.Versions;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks that a request keeps to the way that versions take through the environments. */
@Component
class PromotionCheck {

  private final Models models;
  private final Versions versions;
  private final Environments environments;
  private final Endpoints endpoints;
  private final Releases releases;

  PromotionCheck(
      Models models,
      Versions versions,
      Environments environments,
      Endpoints endpoints,
      Releases releases) {
    this.models = models;
    this.versions = versions;
    this.environments = environments;
    this.endpoints = endpoints;
    this.releases = releases;
  }

  /** What a request names, looked up. */
  record Named(Model model, ModelVersion version, @Nullable Environment from, Environment to) {}

  /**
   * What a request names.
   *
   * @throws Refused when the version may not come to that environment from there
   */
  Named check(PromotionRequest request) {
    Model model = models.byName(request.model());
    Environment to = environments.byName(request.to());
    String predecessor = to.profile().predecessor();
    boolean straight = request.terms().breakGlass() != null && request.version() != null;
    String source = request.from() == null && !straight ? predecessor : request.from();
    Environment from = source == null ? null : environments.byName(source);
    if (from != null && predecessor != null && !from.name().equals(predecessor)) {
      throw Refused.field(
          "wrong-predecessor", "/from", PredecessorGate.wrong(to.name(), predecessor, from.name()));
    }
    return new Named(model, version(request, model, from), from, to);
  }

  /**
   * What a waiting promotion named, looked up again. It still counts that its version was live in
   * its source when it was asked for.
   */
  Named again(Promotion waited) {
    return new Named(
        models.byName(waited.model()),
        versions.byName(waited.model(), waited.version()),
        waited.from() == null ? null : environments.byName(waited.from()),
        environments.byName(waited.to()));
  }

  private ModelVersion version(PromotionRequest request, Model model, @Nullable Environment from) {
    if (from == null) {
      if (request.version() == null) {
        throw Invalid.field("/version", "Name the version, or the environment to take it from.");
      }
      return versions.byName(model.name(), request.version());
    }
    String running = live(model, from);
    if (request.version() != null && !request.version().equals(running)) {
      throw Refused.field(
          "not-live-in-source",
          "/version",
          request.version()
              + " is not live in "
              + from.name()
              + ", "
              + running
              + " is. Deploy "
              + request.version()
              + " there first, or leave the version out to promote "
              + running
              + ".");
    }
    return versions.byName(model.name(), running);
  }

  /**
   * The version that a promotion from an environment takes when it names none.
   *
   * @throws Refused when nothing is live there
   */
  String live(String model, String from) {
    return live(models.byName(model), environments.byName(from));
  }

  private String live(Model model, Environment from) {
    Optional<Release> live = endpoints.of(model.id(), from.id()).flatMap(releases::current);
    if (live.isEmpty()) {
      throw Refused.field(
          "not-live-in-source",
          "/from",
          model.name() + " has no live release in " + from.name() + ". Deploy it there first.");
    }
    return live.get().spec().modelVersion();
  }
}
