package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.serving.ContainerSpec;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateInferenceRecommendationsJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateInferenceRecommendationsJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeInferenceRecommendationsJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeInferenceRecommendationsJobResponse;
import software.amazon.awssdk.services.sagemaker.model.InferenceRecommendationsJob;
import software.amazon.awssdk.services.sagemaker.model.InferenceRecommendationsJobStep;
import software.amazon.awssdk.services.sagemaker.model.ListInferenceRecommendationsJobStepsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListInferenceRecommendationsJobStepsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListInferenceRecommendationsJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListInferenceRecommendationsJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobStatus;
import software.amazon.awssdk.services.sagemaker.model.RecommendationStepType;
import software.amazon.awssdk.services.sagemaker.model.StopInferenceRecommendationsJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopInferenceRecommendationsJobResponse;

/**
 * The Inference Recommender's operations. No load is sent: a job takes as long as AWS's would, and
 * its figures come of {@link RecommendationCandidate}'s formula.
 */
public final class RecommenderApi {

  private static final String KIND = "sagemaker.recommendations-job";

  private final World world;
  private final ModelsApi models;
  private final Endpoints endpoints;
  private final Tags tags;
  private final Map<String, RecommendationJob> jobs = new ConcurrentHashMap<>();

  public RecommenderApi(World world, ModelsApi models, Endpoints endpoints, Tags tags) {
    this.world = world;
    this.models = models;
    this.endpoints = endpoints;
    this.tags = tags;
    world
        .journal()
        .all(KIND)
        .forEach((key, json) -> jobs.put(key, RecommendationJob.fromJson(Scope.ofKey(key), json)));
  }

  public CreateInferenceRecommendationsJobResponse createInferenceRecommendationsJob(
      CreateInferenceRecommendationsJobRequest request, Caller caller) {
    RecommenderChecks.check(request);
    RecommendationJob job = begun(Scope.of(caller), request, world.clock().now());
    Map<String, String> labels = Tags.read(request.tags());
    if (jobs.putIfAbsent(job.scope().key(job.name()), job) != null) {
      throw new ServiceException(
          400,
          "ResourceInUse",
          "An inference recommendations job with the name \""
              + job.name()
              + "\" already exists: \""
              + job.arn()
              + "\".");
    }
    tags.begin(job.arn(), labels);
    keep(job);
    return CreateInferenceRecommendationsJobResponse.builder().jobArn(job.arn()).build();
  }

  public DescribeInferenceRecommendationsJobResponse describeInferenceRecommendationsJob(
      DescribeInferenceRecommendationsJobRequest request, Caller caller) {
    RecommendationJob job = get(Scope.of(caller), request.jobName());
    Instant now = world.clock().now();
    DescribeInferenceRecommendationsJobResponse known =
        Codec.fromJson(
            Codec.toJson(job.request()), DescribeInferenceRecommendationsJobResponse::builder);
    var answer =
        known.toBuilder()
            .jobArn(job.arn())
            .status(job.status(now))
            .creationTime(job.created())
            .lastModifiedTime(job.modified(now))
            .completionTime(job.completed(now).orElse(null))
            .failureReason(failure(job, now));
    if (job.status(now) == RecommendationJobStatus.COMPLETED) {
      if (job.measuredType() == null) {
        answer.inferenceRecommendations(results(job).recommendations());
      } else {
        answer.endpointPerformances(results(job).performance());
      }
    }
    return answer.build();
  }

  public StopInferenceRecommendationsJobResponse stopInferenceRecommendationsJob(
      StopInferenceRecommendationsJobRequest request, Caller caller) {
    RecommendationJob job = get(Scope.of(caller), request.jobName());
    Instant now = world.clock().now();
    RecommendationJobStatus status = job.status(now);
    if (status != RecommendationJobStatus.PENDING
        && status != RecommendationJobStatus.IN_PROGRESS) {
      throw ServiceException.validation(
          "The inference recommendations job \"" + job.arn() + "\" is in " + status + " status.");
    }
    RecommendationJob stopping = job.stoppedAt(now);
    jobs.put(job.scope().key(job.name()), stopping);
    keep(stopping);
    return StopInferenceRecommendationsJobResponse.builder().build();
  }

  public ListInferenceRecommendationsJobsResponse listInferenceRecommendationsJobs(
      ListInferenceRecommendationsJobsRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    Instant now = world.clock().now();
    Stream<RecommendationJob> found =
        jobs.values().stream()
            .filter(job -> job.scope().equals(scope))
            .filter(
                job -> request.statusEquals() == null || job.status(now) == request.statusEquals())
            .filter(job ->
                request.modelNameEquals() == null
                    || request.modelNameEquals().equals(job.request().inputConfig().modelName()))
            .filter(job ->
                request.lastModifiedTimeAfter() == null
                    || job.modified(now).isAfter(request.lastModifiedTimeAfter()))
            .filter(job ->
                request.lastModifiedTimeBefore() == null
                    || job.modified(now).isBefore(request.lastModifiedTimeBefore()));
    var part =
        Listing.of(request)
            .page(
                found,
                RecommendationJob::name,
                RecommendationJob::created,
                job -> job.status(now).toString());
    return ListInferenceRecommendationsJobsResponse.builder()
        .inferenceRecommendationsJobs(part.items().stream().map(job -> summary(job, now)).toList())
        .nextToken(part.next())
        .build();
  }

  public ListInferenceRecommendationsJobStepsResponse listInferenceRecommendationsJobSteps(
      ListInferenceRecommendationsJobStepsRequest request, Caller caller) {
    RecommendationJob job = get(Scope.of(caller), request.jobName());
    Instant now = world.clock().now();
    RecommendationJobStatus status = job.status(now);
    boolean begun = status != RecommendationJobStatus.PENDING;
    boolean done = status == RecommendationJobStatus.COMPLETED;
    var steps =
        results(job).benchmarks().stream()
            .filter(_ -> begun && (request.status() == null || request.status() == status))
            .map(benchmark ->
                InferenceRecommendationsJobStep.builder()
                    .jobName(job.name())
                    .stepType(RecommendationStepType.BENCHMARK)
                    .status(status)
                    .inferenceBenchmark(done ? benchmark : null)
                    .build())
            .toList();
    return ListInferenceRecommendationsJobStepsResponse.builder().steps(steps).build();
  }

  private static InferenceRecommendationsJob summary(RecommendationJob job, Instant now) {
    return InferenceRecommendationsJob.builder()
        .jobName(job.name())
        .jobDescription(job.request().jobDescription())
        .jobType(job.request().jobType())
        .jobArn(job.arn())
        .roleArn(job.request().roleArn())
        .status(job.status(now))
        .creationTime(job.created())
        .lastModifiedTime(job.modified(now))
        .completionTime(job.completed(now).orElse(null))
        .failureReason(failure(job, now))
        .modelName(job.request().inputConfig().modelName())
        .build();
  }

  private static @Nullable String failure(RecommendationJob job, Instant now) {
    return job.status(now) == RecommendationJobStatus.FAILED ? job.failure() : null;
  }

  private RecommendationResults results(RecommendationJob job) {
    return RecommendationResults.of(
        job, world.options().is(Undocumented.RECOMMENDED_LATENCY_IN_MICROSECONDS));
  }

  /** Finds out what the job will find: how the model does, or why it does not serve. */
  private RecommendationJob begun(
      Scope scope, CreateInferenceRecommendationsJobRequest request, Instant now) {
    ContainerSpec container;
    int instances = 1;
    String type = null;
    if (request.inputConfig().endpoints().isEmpty()) {
      container =
          FleetPlans.container(
              ModelsApi.containers(models.get(scope, request.inputConfig().modelName())).getFirst(),
              null);
    } else {
      String name = request.inputConfig().endpoints().getFirst().endpointName();
      FleetPlan live = endpoints.get(scope, name).state().live();
      if (live == null) {
        throw ServiceException.validation("Endpoint \"" + name + "\" is not InService.");
      }
      Variant variant = live.variants().getFirst();
      container = variant.container();
      instances = Math.max(1, variant.currentCount());
      type = variant.instanceType();
    }
    var health = world.starts().health(container, "AllTraffic");
    RecommendationJob job =
        new RecommendationJob(
            scope, request, now, health.held(), health.failure(), instances, type, null);
    boolean tooSlow = health.failure() == null && results(job).isEmpty();
    return tooSlow
        ? new RecommendationJob(
            scope,
            request,
            now,
            Duration.ZERO,
            "No endpoint configuration met the stopping conditions.",
            instances,
            type,
            null)
        : job;
  }

  private RecommendationJob get(Scope scope, String name) {
    RecommendationJob job = jobs.get(scope.key(name));
    if (job == null) {
      throw new ServiceException(
          400,
          "ResourceNotFound",
          "Could not find inference recommendations job \""
              + RecommendationJob.arn(scope, name)
              + "\".");
    }
    return job;
  }

  private void keep(RecommendationJob job) {
    world.journal().put(KIND, job.scope().key(job.name()), job.toJson());
  }
}
