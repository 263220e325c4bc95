package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Artifacts.Artifact;
import dev.slipway.cloud.Artifacts.Copy;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Identity;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.LostEndpoint;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.ReleasedContainer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Everything that can be checked without changing anything. */
@Component
class PreflightStep implements Step {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  @Override
  public StepName name() {
    return StepName.PREFLIGHT;
  }

  @Override
  public Outcome advance(StepContext context) {
    Cloud cloud = context.cloud();
    ReleaseSpec spec = context.spec();
    Identity.Caller caller = cloud.identity().caller();
    if (!caller.accountId().equals(spec.location().accountId())) {
      return new Outcome.Impossible(
          "wrong-account",
          "Slipway acts in account "
              + caller.accountId()
              + ", but the environment is account "
              + spec.location().accountId()
              + ". Give the environment a role to assume, or start Slipway with that account's"
              + " credentials.");
    }
    for (ReleasedContainer container : spec.containers()) {
      Optional<Outcome> problem = artifactProblem(cloud, container, context.memory().copying());
      if (problem.isPresent()) return problem.get();
    }
    for (Copy copy : context.memory().copying()) {
      Optional<Outcome> problem = sourceProblem(cloud, copy);
      if (problem.isPresent()) return problem.get();
    }
    Optional<Outcome> roleProblem = ExecutionRoleCheck.problem(context);
    if (roleProblem.isPresent()) return roleProblem.get();
    String standing = context.onTheOld().endpoint().physicalName();
    Optional<LiveEndpoint> live = cloud.sageMaker().findEndpoint(standing);
    if (context.previous() != null) {
      Optional<Refused> lost =
          LostEndpoint.refusal(standing, live.orElse(null), Diagnosing.redaction(context));
      if (lost.isPresent()) {
        return new Outcome.Impossible(lost.get().code(), lost.get().detail());
      }
    }
    if (live.isPresent()) {
      LiveEndpoint endpoint = live.get();
      if (context.previous() == null
          && !context.owns(
              ResourceKind.ENDPOINT, standing, cloud.sageMaker().tags(endpoint.arn()))) {
        return context.stranger("endpoint", standing);
      }
      if (endpoint.status().moving()) {
        return new Outcome.Waiting(
            LOOK_AGAIN,
            "SageMaker to finish what it is doing with the endpoint (" + endpoint.rawStatus() + ")",
            null);
      }
    }
    if (OthersInTheWay.stopAtScaling(context.previous(), spec, context.back())) {
      Variant variant = context.endpoint().scaled(spec);
      Optional<Target> target = cloud.autoscaling().findTarget(variant);
      if (target.isPresent() && !context.ours(cloud.autoscaling().tags(target.get().arn()))) {
        return context.stranger("scalable target", variant.resourceId());
      }
    }
    Optional<Outcome> lost = ScalingOfOthers.standsAgainst(context);
    if (lost.isPresent()) return lost.get();
    return new Outcome.Done(
        "The account is right, the artifact is there, the endpoint can be changed.",
        context.memory());
  }

  private static Optional<Outcome> artifactProblem(
      Cloud cloud, ReleasedContainer container, List<Copy> copies) {
    String url = container.modelDataUrl();
    if (url == null || copies.stream().anyMatch(copy -> copy.target().equals(url))) {
      return Optional.empty();
    }
    Optional<Artifact> artifact = cloud.artifacts().find(url);
    if (artifact.isEmpty()) return Optional.of(missing(url));
    return container.changed(artifact.get()) ? Optional.of(changed(url)) : Optional.empty();
  }

  /**
   * What is wrong with the source of a copy. The source need not be there any more once its copy is
   * there.
   */
  private static Optional<Outcome> sourceProblem(Cloud cloud, Copy copy) {
    if (cloud.artifacts().find(copy.target()).isPresent()) return Optional.empty();
    Optional<Artifact> source = cloud.artifacts().find(copy.source());
    if (source.isEmpty()) return Optional.of(missing(copy.source()));
    return copy.sourceETag().equals(source.get().eTag())
        ? Optional.empty()
        : Optional.of(changed(copy.source()));
  }

  private static Outcome missing(String url) {
    return new Outcome.Impossible(
        "artifact-missing", "The artifact " + url + " does not exist any more. Restore it.");
  }

  private static Outcome changed(String url) {
    return new Outcome.Impossible(
        "artifact-changed",
        "The artifact "
            + url
            + " was overwritten since the release was made. Restore it, or register the new"
            + " content as a version of its own.");
  }
}
