package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.endpoint.AlarmSet;
import dev.slipway.endpoint.Consequences;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Names;
import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.Releases;
import dev.slipway.endpoint.ScalingParts;
import dev.slipway.environment.Environments;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Names the calls that follow from the resources on record of an endpoint, for plans. */
@Component
class RecordedConsequences implements Consequences {

  /**
   * Stands for a release that has no number yet. Releases are counted from 1, so it is none of
   * those on record.
   */
  private static final int NO_NUMBER_YET = 0;

  private final OwnedResources resources;
  private final Environments environments;
  private final Releases releases;
  private final Deployments deployments;

  RecordedConsequences(
      OwnedResources resources,
      Environments environments,
      Releases releases,
      Deployments deployments) {
    this.resources = resources;
    this.environments = environments;
    this.releases = releases;
    this.deployments = deployments;
  }

  @Override
  public List<Call> collecting(Coming coming) {
    Endpoint endpoint = coming.endpoint();
    List<OwnedResource> owned = resources.of(endpoint.id());
    Release serving = coming.serving();
    boolean swaps = serving != null && serving.spec().otherKind(coming.wanted());
    Retention retention =
        new Retention(
            owned,
            swaps ? "" : endpoint.physicalName(),
            Retention.kept(
                coming.number() == null ? NO_NUMBER_YET : coming.number(),
                serving == null ? null : serving.number(),
                owned,
                environments.byId(endpoint.environmentId()).profile().keepReleases()),
            alarms(endpoint, coming.wanted()),
            coming.configs(),
            coming.model());
    return retention.all().stream().map(RecordedConsequences::removal).toList();
  }

  @Override
  public List<Call> retiring(Endpoint endpoint) {
    List<OwnedResource> owned = resources.of(endpoint.id());
    Set<Call> calls = new LinkedHashSet<>();
    owned.stream()
        .filter(one -> one.kind() != ResourceKind.ROLE && one.collectAfter() == null)
        .sorted(Comparator.comparing(OwnedResource::kind))
        .forEach(one -> calls.add(removal(one)));
    for (OwnedResource role : owned) {
      if (role.kind() != ResourceKind.ROLE) continue;
      calls.add(new Call("iam", "DeleteRolePolicy", role.name()));
      calls.add(removal(role));
    }
    return new ArrayList<>(calls);
  }

  @Override
  public Set<String> othersAlarms(Endpoint endpoint, ReleaseSpec wanted) {
    List<AlarmSpec> adopted = wanted.alarms().adopted();
    if (adopted == null) return Set.of();
    Set<String> names = new HashSet<>();
    adopted.forEach(alarm -> names.add(alarm.name()));
    for (OwnedResource one : resources.of(endpoint.id())) {
      if (one.kind() == ResourceKind.ALARM) names.remove(one.name());
    }
    return names;
  }

  @Override
  public OwnScaling ownScaling(Endpoint endpoint, ReleaseSpec serving) {
    String target = endpoint.scaled(serving).resourceId();
    return new OwnScaling(
        resources.of(endpoint.id()).stream()
            .anyMatch(
                one -> one.kind() == ResourceKind.SCALABLE_TARGET && one.name().equals(target)),
        Stream.concat(Stream.ofNullable(serving.autoscaling()), served(endpoint).stream())
            .map(scaling -> new ScalingParts(endpoint, scaling))
            .flatMap(ScalingOfOthers::names)
            .collect(Collectors.toSet()));
  }

  /** The ways in which releases that served before have the endpoint scaled. */
  private List<Scaling> served(Endpoint endpoint) {
    return releases.scalings(deployments.served(endpoint.id()));
  }

  @Override
  public Optional<Refused> othersInTheWay(
      Endpoint endpoint, @Nullable Release serving, ReleaseSpec wanted, boolean back, Cloud cloud) {
    return new OthersInTheWay(
            endpoint,
            serving,
            wanted,
            resources.of(endpoint.id()),
            () -> served(endpoint),
            back,
            cloud)
        .refusal();
  }

  @Override
  public Optional<Remark> scalingThatGoes(
      Endpoint endpoint, @Nullable Release serving, List<Call> calls, Cloud cloud) {
    return new ScalingThatGoes(endpoint, serving, () -> served(endpoint), cloud.autoscaling())
        .remark(calls);
  }

  /** Where the policy may not be read it is assumed to differ; the run finds out. */
  @Override
  public boolean permitted(
      String role, ReleaseSpec wanted, @Nullable Release serving, Cloud cloud) {
    try {
      return cloud
          .roles()
          .findInlinePolicy(role, ExecutionRolePolicy.NAME)
          .filter(present ->
              ExecutionRolePolicy.same(present, ExecutionRolePolicy.permissions(wanted, serving)))
          .isPresent();
    } catch (CloudFailure unread) {
      return false;
    }
  }

  /** The alarms that the release puts, or finds as it wants them. */
  private static Set<String> alarms(Endpoint endpoint, ReleaseSpec wanted) {
    Scaling scaling = wanted.autoscaling();
    Set<String> names = new HashSet<>();
    Stream.concat(
            AlarmSet.paging(endpoint, wanted, Map.of()).stream().map(AlarmSpec::name),
            (scaling == null ? List.<Scaling.StepPolicy>of() : scaling.steps())
                .stream().map(step -> Names.stepPolicy(endpoint.name(), step.name())))
        .forEach(names::add);
    return names;
  }

  private static Call removal(OwnedResource resource) {
    return switch (resource.kind()) {
      case SCALABLE_TARGET ->
          new Call("application-autoscaling", "DeregisterScalableTarget", resource.name());
      case ALARM -> new Call("cloudwatch", "DeleteAlarms", resource.name());
      case ENDPOINT -> new Call("sagemaker", "DeleteEndpoint", resource.name());
      case ENDPOINT_CONFIG -> new Call("sagemaker", "DeleteEndpointConfig", resource.name());
      case MODEL -> new Call("sagemaker", "DeleteModel", resource.name());
      case ROLE -> new Call("iam", "DeleteRole", resource.name());
    };
  }
}
