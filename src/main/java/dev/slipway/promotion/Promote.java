package dev.slipway.promotion;

import dev.slipway.base.Fact;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Invalid;
import dev.slipway.base.Failure.Refused;
import dev.slipway.catalog.Model;
import dev.slipway.catalog.ModelVersion;
import dev.slipway.catalog.Models;
import dev.slipway.catalog.Versions;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Planning;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.endpoint.Settings;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environments;
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
import org.springframework.transaction.support.TransactionTemplate;

/** Brings a version to an environment: checks, plans, and starts the deployment. */
@Component
public class Promote {

  private final Models models;
  private final Versions versions;
  private final Environments environments;
  private final Endpoints endpoints;
  private final Releases releases;
  private final Planning planning;
  private final StartDeployment start;
  private final Promotions promotions;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transactions;

  Promote(
      Models models,
      Versions versions,
      Environments environments,
      Endpoints endpoints,
      Releases releases,
      Planning planning,
      StartDeployment start,
      Promotions promotions,
      CloudClock clock,
      ApplicationEventPublisher events,
      TransactionTemplate transactions) {
    this.models = models;
    this.versions = versions;
    this.environments = environments;
    this.endpoints = endpoints;
    this.releases = releases;
    this.planning = planning;
    this.start = start;
    this.promotions = promotions;
    this.clock = clock;
    this.events = events;
    this.transactions = transactions;
  }

  /** What a promotion would do, after every check that the promotion itself makes. */
  public Plan plan(PromotionRequest request) {
    Asking asking = check(request);
    Endpoint endpoint = existing(asking).orElseGet(() -> imagined(asking));
    return plan(request, endpoint, planning.resolve(endpoint, asking.version(), asking.to()));
  }

  /** Promotes. When the environment runs exactly this already, nothing is deployed. */
  public Promotion promote(PromotionRequest request, String by) {
    Asking asking = check(request);
    Endpoint planned = existing(asking).orElseGet(() -> imagined(asking));
    Candidate candidate = planning.resolve(planned, asking.version(), asking.to());
    Plan plan = plan(request, planned, candidate);
    UUID id =
        Objects.requireNonNull(
            transactions.execute(status -> {
              Endpoint endpoint =
                  existing(asking)
                      .orElseGet(
                          () -> endpoints.create(asking.model(), asking.to(), Settings.NONE, by));
              Deployment deployment =
                  plan.noChanges()
                      ? null
                      : start.promote(endpoint, candidate, plan, new Asked(by, request.reason()));
              record(request, asking, endpoint, deployment, by);
              return promotions.record(
                  asking.version(),
                  asking.from(),
                  asking.to(),
                  endpoint,
                  deployment == null ? null : deployment.id(),
                  request.reason(),
                  by,
                  clock.now());
            }));
    return promotions.withId(id);
  }

  /** What a request names, looked up. */
  private record Asking(
      Model model, ModelVersion version, @Nullable Environment from, Environment to) {}

  private Asking check(PromotionRequest request) {
    Model model = models.byName(request.model());
    Environment to = environments.byName(request.to());
    Environment from = request.from() == null ? null : environments.byName(request.from());
    String predecessor = to.profile().predecessor();
    if (from == null && predecessor != null) {
      throw Refused.field(
          "predecessor-required",
          "/from",
          "Versions come to "
              + to.name()
              + " from "
              + predecessor
              + ". Promote the version there first, then name it as from.");
    }
    if (from != null && predecessor != null && !from.name().equals(predecessor)) {
      throw Refused.field(
          "wrong-predecessor",
          "/from",
          "Versions come to " + to.name() + " from " + predecessor + ", not " + from.name() + ".");
    }
    return new Asking(model, version(request, model, from), from, to);
  }

  private ModelVersion version(PromotionRequest request, Model model, @Nullable Environment from) {
    if (from == null) {
      if (request.version() == null) {
        throw Invalid.field("/version", "Name the version, or the environment to take it from.");
      }
      return versions.byName(model.name(), request.version());
    }
    Optional<Release> live = endpoints.of(model.id(), from.id()).flatMap(releases::current);
    if (live.isEmpty()) {
      throw Refused.field(
          "not-live-in-source",
          "/from",
          model.name() + " has no live release in " + from.name() + ". Deploy it there first.");
    }
    String running = live.get().spec().modelVersion();
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

  private Optional<Endpoint> existing(Asking asking) {
    return endpoints.of(asking.model().id(), asking.to().id());
  }

  /** The endpoint that the promotion would make, for planning alone. */
  private Endpoint imagined(Asking asking) {
    String name = asking.to().name() + "-" + asking.model().name();
    return new Endpoint(
        new UUID(0, 0),
        name,
        name,
        asking.model().id(),
        asking.model().name(),
        asking.to().id(),
        asking.to().name(),
        Settings.NONE,
        null,
        false,
        0,
        clock.now());
  }

  private Plan plan(PromotionRequest request, Endpoint endpoint, Candidate candidate) {
    Plan plan = planning.plan(endpoint, candidate);
    if (request.planHash() != null && !request.planHash().equals(plan.hash())) {
      throw new Conflict(
          "plan-stale",
          "The plan is not the one that was agreed to: it is now "
              + plan.hash()
              + ". Ask for the plan again with dry_run=true.");
    }
    return plan;
  }

  private void record(
      PromotionRequest request,
      Asking asking,
      Endpoint endpoint,
      @Nullable Deployment deployment,
      String by) {
    events.publishEvent(
        new Fact(
            "endpoint",
            endpoint.name(),
            deployment == null ? "promotion.no-changes" : "promotion.started",
            by,
            asking.version().name()
                + " of "
                + asking.model().name()
                + " was promoted to "
                + asking.to().name()
                + ": "
                + request.reason(),
            deployment == null ? null : deployment.id(),
            Map.of("version", asking.version().name(), "reason", request.reason()),
            clock.now()));
  }
}
