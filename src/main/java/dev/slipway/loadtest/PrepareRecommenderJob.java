package dev.slipway.loadtest;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Invalid;
import dev.slipway.base.Failure.Refused;
import dev.slipway.catalog.Sample;
import dev.slipway.cloud.Roles.LiveRole;
import dev.slipway.cloud.SageMaker;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.environment.Environments;
import dev.slipway.environment.Profile.InferenceRecommender;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Decides whether a Recommender job may be started for an endpoint, and with which settings. */
@Component
class PrepareRecommenderJob {

  private final Admission admission;
  private final Environments environments;
  private final Targets targets;
  private final RecommenderJobs jobs;

  PrepareRecommenderJob(
      Admission admission, Environments environments, Targets targets, RecommenderJobs jobs) {
    this.admission = admission;
    this.environments = environments;
    this.targets = targets;
    this.jobs = jobs;
  }

  /** A job that may be started. */
  record Prepared(Target target, RecommenderSettings settings) {}

  /**
   * Prepares one; looks at the record and at AWS.
   *
   * @throws dev.slipway.base.Failure when none may be started now
   */
  Prepared prepare(Endpoint endpoint, RecommenderInput input) {
    input.check();
    admission.refuseWhereNothingBegins(endpoint);
    InferenceRecommender with =
        environments.byId(endpoint.environmentId()).profile().inferenceRecommender();
    if (with == null) {
      throw new Refused(
          "recommender-not-set-up",
          "%s has no inference_recommender in its profile, which names the role of such jobs and where Slipway puts samples for them. An administrator adds it."
              .formatted(endpoint.environment()));
    }
    jobs.active(endpoint.id()).ifPresent(PrepareRecommenderJob::refuseBeside);
    Target target = targets.serving(endpoint);
    List<Sample> samples =
        targets.samples(
            endpoint,
            targets.named(endpoint, input.samples() == null ? List.of() : input.samples()));
    String contentType = contentType(endpoint, samples);
    refuseRole(target, with.roleArn());
    return new Prepared(
        target,
        new RecommenderSettings(
            model(target),
            with.roleArn(),
            with.payloadStore(),
            samples.stream().map(Sample::name).toList(),
            contentType,
            input.types(),
            (input.domain() == null ? RecommenderInput.Domain.MACHINE_LEARNING : input.domain())
                .name(),
            (input.task() == null ? RecommenderInput.Task.OTHER : input.task()).name(),
            input.framework() == null ? "OTHER" : input.framework(),
            input.frameworkVersion(),
            input.safetyFactor() == null ? 0.5 : input.safetyFactor()));
  }

  /** Refuses, since another job holds the endpoint's place. */
  static void refuseBeside(RecommenderJob other) {
    throw new Conflict(
        "recommender-job-active",
        "An Inference Recommender job for "
            + other.endpoint()
            + " has not ended, asked for by "
            + other.requestedBy()
            + ".",
        "/v1/endpoints/" + other.endpoint() + "/recommender-jobs/" + other.id());
  }

  /**
   * The content type of all samples. The Recommender takes a list of content types, but not which
   * sample has which.
   */
  private static String contentType(Endpoint endpoint, List<Sample> samples) {
    List<String> types = samples.stream().map(Sample::contentType).distinct().toList();
    if (types.isEmpty()) throw Admission.noSamples(endpoint);
    if (types.size() > 1) {
      throw Invalid.field(
          "/samples",
          "A Recommender job sends one content type, and these have %s: name samples of one."
              .formatted(String.join(" and ", types)));
    }
    return types.getFirst();
  }

  private static void refuseRole(Target target, String arn) {
    Optional<LiveRole> role = target.cloud().roles().find(arn.substring(arn.lastIndexOf('/') + 1));
    boolean usable =
        role.isPresent() && role.get().trustPolicy().contains("sagemaker.amazonaws.com");
    if (usable) return;
    throw new Refused(
        "recommender-role-unusable",
        role.isEmpty()
            ? "The role %s of the environment's inference_recommender does not exist."
                .formatted(arn)
            : "SageMaker cannot assume %s, the role of the environment's inference_recommender: allow sts:AssumeRole to sagemaker.amazonaws.com in its trust policy."
                .formatted(arn));
  }

  /** The SageMaker Model that serves, as the endpoint itself tells. */
  private static String model(Target target) {
    SageMaker sageMaker = target.cloud().sageMaker();
    return sageMaker
        .findEndpoint(target.endpoint().physicalName())
        .flatMap(live -> sageMaker.findEndpointConfig(live.endpointConfigName()))
        .filter(config -> !config.variants().isEmpty())
        .map(config -> config.variants().getFirst().modelName())
        .orElseThrow(() ->
            new Conflict(
                "endpoint-not-in-service",
                target.endpoint().name() + ": SageMaker does not say which model serves."));
  }
}
