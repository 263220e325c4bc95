package dev.slipway.usage;

import dev.slipway.base.Failure;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.VariantHost;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.environment.Environment;
import dev.slipway.rollout.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reports what an environment pays for: its endpoints with their requests and costs, and resources
 * that carry Slipway's mark and are on no record. Every report asks AWS; nothing is changed.
 */
@Component
class UsageReport {

  static final int USUAL_DAYS = 7;
  private static final int MOST_DAYS = 90;

  /** How many endpoints a report has at most, so that it stays within a minute at AWS's rates. */
  private static final int MOST_ENDPOINTS = 200;

  private final Endpoints endpoints;
  private final MeasureUsage usage;
  private final Orphans orphans;
  private final Clouds clouds;
  private final CloudClock clock;

  UsageReport(
      Endpoints endpoints, MeasureUsage usage, Orphans orphans, Clouds clouds, CloudClock clock) {
    this.endpoints = endpoints;
    this.usage = usage;
    this.orphans = orphans;
    this.clouds = clouds;
    this.clock = clock;
  }

  /**
   * The report.
   *
   * @param days how many were looked at
   * @param idleCostPerMonth of the idle endpoints and of endpoints on no record, together
   * @param complete whether all was looked at; of endpoints at most 200
   */
  record Answer(
      int days,
      Instant at,
      String currency,
      String pricesAsOf,
      double idleCostPerMonth,
      List<Usage> endpoints,
      List<Unrecorded> unrecorded,
      boolean complete,
      List<String> unread) {}

  /**
   * A resource that is on no record.
   *
   * @param costPerMonth null where it costs nothing by itself, or a price is not known
   */
  record Unrecorded(
      ResourceKind kind,
      String name,
      String endpoint,
      @Nullable Instant createdAt,
      @Nullable Double costPerMonth) {}

  Answer of(Environment environment, int days) {
    if (days < 1 || days > MOST_DAYS) {
      throw Failure.Invalid.field("days", "It is between 1 and " + MOST_DAYS + ".");
    }
    Instant now = clock.now();
    List<Endpoint> all = endpoints.in(environment, MOST_ENDPOINTS + 1);
    List<Usage> used =
        all.stream()
            .limit(MOST_ENDPOINTS)
            .filter(endpoint -> !endpoint.retired())
            .flatMap(endpoint -> usage.of(endpoint, days, now).stream())
            .toList();
    Orphans.Answer found = orphans.in(environment);
    Cloud cloud = clouds.at(environment.profile().location());
    List<Unrecorded> unrecorded = new ArrayList<>();
    for (Orphans.Orphan one : found.items()) {
      unrecorded.add(
          new Unrecorded(
              one.kind(), one.name(), one.endpoint(), one.createdAt(), cost(one, cloud)));
    }
    double idle =
        used.stream().filter(Usage::idle).mapToDouble(it -> orNothing(it.costPerMonth())).sum()
            + unrecorded.stream().mapToDouble(it -> orNothing(it.costPerMonth())).sum();
    return new Answer(
        days,
        now,
        usage.currency(),
        usage.pricesAsOf(),
        Math.round(idle * 100) / 100.0,
        used,
        unrecorded,
        found.complete() && all.size() <= MOST_ENDPOINTS,
        found.unread());
  }

  private @Nullable Double cost(Orphans.Orphan one, Cloud cloud) {
    if (one.kind() != ResourceKind.ENDPOINT) return null;
    try {
      Optional<LiveEndpoint> live = cloud.sageMaker().findEndpoint(one.name());
      Optional<LiveEndpointConfig> config =
          live.flatMap(it -> cloud.sageMaker().findEndpointConfig(it.endpointConfigName()));
      // An endpoint that is being created, or could not be created, has no fleet.
      if (config.isEmpty() || live.get().variants().isEmpty()) return null;
      return switch (config.get().variants().getFirst().host()) {
        case VariantHost.Instances fleet -> {
          Integer count = live.get().variants().getFirst().currentInstanceCount();
          OptionalDouble month =
              usage.perMonth(fleet.type(), count == null ? fleet.initialCount() : count);
          yield month.isEmpty() ? null : month.getAsDouble();
        }
        case VariantHost.OnDemand _ -> null;
      };
    } catch (CloudFailure unknown) {
      return null;
    }
  }

  private static double orNothing(@Nullable Double cost) {
    return cost == null ? 0 : cost;
  }
}
