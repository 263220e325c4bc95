package dev.slipway.endpoint;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Inventory.Listed;
import dev.slipway.cloud.Inventory.Listing;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.ProductionVariant;
import dev.slipway.endpoint.Claim.Kind;
import dev.slipway.endpoint.Plan.ExpectedSeconds;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Plans what claiming an imported endpoint puts Slipway's mark on. A configuration or model that
 * something else uses too stays unclaimed: what is claimed may be deleted one day.
 */
@Component
public class PlanClaim {

  /** More than so many others are not looked through: then nothing is known to be ours alone. */
  private static final int MOST_OTHERS = 100;

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
   * @throws Refused {@code endpoint-drifted} when AWS is not what was imported any more
   */
  public Plan plan(Endpoint endpoint) {
    if (endpoint.ours()) {
      throw new Conflict(
          "already-claimed", "Endpoint " + endpoint.name() + " is Slipway's own already.");
    }
    Release release =
        releases
            .current(endpoint)
            .orElseThrow(() ->
                new Conflict(
                    "nothing-live", "Endpoint " + endpoint.name() + " serves no release."));
    Cloud cloud = clouds.of(endpoint, release.spec());
    return Planning.asking(() -> plan(endpoint, release, cloud));
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
    configAndModels(endpoint, cloud, claims, remarks);
    Optional<Target> target = cloud.autoscaling().findTarget(endpoint.scaled(release.spec()));
    if (target.isPresent()) {
      claims.add(new Claim(Kind.SCALABLE_TARGET, endpoint.scaled(release.spec()).resourceId()));
    }
    List<AlarmSpec> alarms = release.spec().alarms().adopted();
    if (alarms != null) alarms.forEach(it -> claims.add(new Claim(Kind.ALARM, it.name())));
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
      Endpoint endpoint, Cloud cloud, List<Claim> claims, List<Remark> remarks) {
    String config = String.valueOf(endpoint.currentConfig());
    Optional<LiveEndpointConfig> live = cloud.sageMaker().findEndpointConfig(config);
    if (live.isEmpty()) return;
    Set<String> models =
        live.get().variants().stream()
            .map(ProductionVariant::modelName)
            .collect(Collectors.toSet());
    List<Listed> endpoints = others(Listing.ENDPOINTS, endpoint.physicalName(), cloud);
    List<Listed> configs = others(Listing.ENDPOINT_CONFIGS, config, cloud);
    boolean tooMany = endpoints.size() > MOST_OTHERS || configs.size() > MOST_OTHERS;
    if (tooMany || endpoints.stream().anyMatch(it -> runs(it, config, cloud))) {
      remarks.add(shared("endpoint configuration", config));
    } else {
      claims.add(new Claim(Kind.ENDPOINT_CONFIG, config));
    }
    if (tooMany || configs.stream().anyMatch(it -> uses(it, models, cloud))) {
      models.forEach(model -> remarks.add(shared("model", model)));
    } else {
      models.forEach(model -> claims.add(new Claim(Kind.MODEL, model)));
    }
  }

  private static Remark shared(String what, String name) {
    return new Remark(
        Severity.NOTE,
        "not-claimed",
        "The "
            + what
            + " "
            + name
            + " is, or may be, used by something else too: it is not claimed, and Slipway will"
            + " never delete it.",
        null);
  }

  private static List<Listed> others(Listing kind, String ours, Cloud cloud) {
    return cloud.inventory().list(kind).stream().filter(it -> !it.name().equals(ours)).toList();
  }

  private static boolean runs(Listed endpoint, String config, Cloud cloud) {
    return cloud
        .sageMaker()
        .findEndpoint(endpoint.name())
        .filter(it ->
            it.endpointConfigName().equals(config)
                || (it.pending() != null && it.pending().endpointConfigName().equals(config)))
        .isPresent();
  }

  private static boolean uses(Listed config, Set<String> models, Cloud cloud) {
    return cloud
        .sageMaker()
        .findEndpointConfig(config.name())
        .filter(it -> it.variants().stream().anyMatch(one -> models.contains(one.modelName())))
        .isPresent();
  }
}
