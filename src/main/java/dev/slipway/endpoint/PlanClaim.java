package dev.slipway.endpoint;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Inventory.Listed;
import dev.slipway.cloud.Inventory.Listing;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.endpoint.Claim.Kind;
import dev.slipway.endpoint.Plan.ExpectedSeconds;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Plans the claim of an imported endpoint: the resources that get Slipway's mark. A configuration,
 * model or alarm that something else uses too is not claimed, since a claimed resource may be
 * deleted one day.
 */
@Component
public class PlanClaim {

  /**
   * How many other endpoints are looked through at most. Where there are more, no resource is known
   * to be used by this endpoint alone.
   */
  private static final int MOST_OTHERS = 100;

  private static final String SWITCHES =
      "Remove the override alarms.adopted before a change between instances and serverless: the"
          + " alarm would have to follow the endpoint, and is not Slipway's to change.";

  private final Releases releases;
  private final EndpointClouds clouds;
  private final LookForDrift drift;

  PlanClaim(Releases releases, EndpointClouds clouds, LookForDrift drift) {
    this.releases = releases;
    this.clouds = clouds;
    this.drift = drift;
  }

  /**
   * The plan.
   *
   * @throws Conflict {@code already-claimed}
   * @throws Refused {@code endpoint-drifted} when AWS is no longer as it was imported
   */
  public Plan plan(Endpoint endpoint) {
    Release release = releases.serving(endpoint);
    endpoint.requireUnclaimed();
    Cloud cloud = clouds.of(endpoint, release.spec());
    return AskAws.now(() -> plan(endpoint, release, cloud));
  }

  private Plan plan(Endpoint endpoint, Release release, Cloud cloud) {
    List<Difference> differences = drift.look(endpoint, null).differences();
    if (!differences.isEmpty()) {
      throw new Refused(
          "endpoint-drifted",
          "AWS is not as it was when the endpoint was imported: "
              + differences.stream().map(Difference::sentence).collect(Collectors.joining(" "))
              + " Change it back, or retire the import and import again.");
    }
    List<Claim> claims = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    claims.add(new Claim(Kind.ENDPOINT, endpoint.physicalName()));
    Optional<List<LiveEndpoint>> others = otherEndpoints(endpoint, cloud);
    configAndModels(endpoint, others, cloud, claims, remarks);
    Optional<Target> target = cloud.autoscaling().findTarget(endpoint.scaled(release.spec()));
    if (target.isPresent()) {
      claims.add(new Claim(Kind.SCALABLE_TARGET, endpoint.scaled(release.spec()).resourceId()));
    }
    List<AlarmSpec> alarms = release.spec().alarms().adopted();
    if (alarms != null && !alarms.isEmpty()) {
      CompositeRules composites = CompositeRules.of(cloud);
      for (AlarmSpec alarm : alarms) {
        if (alarm.watchesOnly(endpoint.physicalName())
            && !guards(others, alarm.name())
            && !composites.use(alarm.name())) {
          claims.add(new Claim(Kind.ALARM, alarm.name()));
        } else {
          remarks.add(shared("alarm", alarm.name(), SWITCHES));
        }
      }
    }
    return Plan.of(
        endpoint.name(),
        new Plan.Target(release.number(), release.spec().modelVersion(), release.contentHash()),
        List.of(),
        claims.stream().map(Claim::call).toList(),
        remarks,
        new ExpectedSeconds(0, 0, 10),
        false);
  }

  private static void configAndModels(
      Endpoint endpoint,
      Optional<List<LiveEndpoint>> endpoints,
      Cloud cloud,
      List<Claim> claims,
      List<Remark> remarks) {
    String config = String.valueOf(endpoint.currentConfig());
    Optional<LiveEndpointConfig> live = cloud.sageMaker().findEndpointConfig(config);
    if (live.isEmpty()) return;
    Set<String> models = live.get().models();
    List<Listed> configs = others(Listing.ENDPOINT_CONFIGS, config, cloud);
    boolean tooMany = endpoints.isEmpty() || configs.size() > MOST_OTHERS;
    boolean shared = tooMany || endpoints.get().stream().anyMatch(it -> runs(it, config));
    if (shared) {
      remarks.add(shared("endpoint configuration", config));
    } else {
      claims.add(new Claim(Kind.ENDPOINT_CONFIG, config));
    }
    // An endpoint that runs the same configuration runs its models too.
    if (shared || configs.stream().anyMatch(it -> uses(it, models, cloud))) {
      models.forEach(model -> remarks.add(shared("model", model)));
    } else {
      models.forEach(model -> claims.add(new Claim(Kind.MODEL, model)));
    }
  }

  private static Remark shared(String what, String name) {
    return shared(what, name, null);
  }

  private static Remark shared(String what, String name, @Nullable String advice) {
    return new Remark(
        Severity.NOTE,
        "not-claimed",
        "The "
            + what
            + " "
            + name
            + " is, or may be, used by something else too: it is not claimed, and Slipway will"
            + " never delete it.",
        advice);
  }

  private static List<Listed> others(Listing kind, String ours, Cloud cloud) {
    return cloud.inventory().list(kind).stream().filter(it -> !it.name().equals(ours)).toList();
  }

  /** Every other endpoint of the account and region; empty when there are too many to look at. */
  private static Optional<List<LiveEndpoint>> otherEndpoints(Endpoint endpoint, Cloud cloud) {
    List<Listed> others = others(Listing.ENDPOINTS, endpoint.physicalName(), cloud);
    if (others.size() > MOST_OTHERS) return Optional.empty();
    return Optional.of(
        others.stream().flatMap(it -> cloud.sageMaker().findEndpoint(it.name()).stream()).toList());
  }

  private static boolean runs(LiveEndpoint endpoint, String config) {
    return endpoint.endpointConfigName().equals(config)
        || (endpoint.pending() != null && endpoint.pending().endpointConfigName().equals(config));
  }

  /** Whether an alarm is, or may be, a rollback alarm of another endpoint's updates. */
  private static boolean guards(Optional<List<LiveEndpoint>> others, String alarm) {
    return others.isEmpty()
        || others.get().stream().anyMatch(it -> it.lastRollbackAlarms().contains(alarm));
  }

  private static boolean uses(Listed config, Set<String> models, Cloud cloud) {
    return cloud
        .sageMaker()
        .findEndpointConfig(config.name())
        .filter(it -> it.models().stream().anyMatch(models::contains))
        .isPresent();
  }
}
