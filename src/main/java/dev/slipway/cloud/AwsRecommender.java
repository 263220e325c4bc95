package dev.slipway.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeInferenceRecommendationsJobResponse;
import software.amazon.awssdk.services.sagemaker.model.EnvironmentParameter;
import software.amazon.awssdk.services.sagemaker.model.InferenceRecommendation;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobContainerConfig;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobStatus;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobSupportedEndpointType;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobType;
import software.amazon.awssdk.services.sagemaker.model.RecommendationMetrics;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** {@link Recommender} over the SageMaker API. */
record AwsRecommender(Supplier<SageMakerClient> sageMaker) implements Recommender {

  private static final AwsCalls CALLS = new AwsCalls("sagemaker");

  @Override
  public Optional<Job> find(String name) {
    return CALLS
        .find(
            "DescribeInferenceRecommendationsJob",
            () -> sageMaker.get().describeInferenceRecommendationsJob(it -> it.jobName(name)))
        .map(AwsRecommender::job);
  }

  @Override
  public String start(JobSpec job) {
    return CALLS.call(
        "CreateInferenceRecommendationsJob",
        () ->
            sageMaker
                .get()
                .createInferenceRecommendationsJob(it ->
                    it.jobName(job.name())
                        .jobDescription(job.description())
                        .jobType(RecommendationJobType.DEFAULT)
                        .roleArn(job.roleArn())
                        .inputConfig(input -> {
                          input.modelName(job.modelName()).containerConfig(container(job));
                          if (job.kmsKeyId() != null) input.volumeKmsKeyId(job.kmsKeyId());
                          Network.Vpc vpc = job.vpc();
                          if (vpc != null) {
                            input.vpcConfig(to ->
                                to.subnets(vpc.subnets()).securityGroupIds(vpc.securityGroupIds()));
                          }
                        })
                        .tags(
                            job.tags().entrySet().stream()
                                .map(tag ->
                                    Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                                .toList()))
                .jobArn());
  }

  @Override
  public void stop(String name) {
    CALLS.run(
        "StopInferenceRecommendationsJob",
        () -> sageMaker.get().stopInferenceRecommendationsJob(it -> it.jobName(name)));
  }

  private static RecommendationJobContainerConfig container(JobSpec job) {
    Kin kin = job.kin();
    RecommendationJobContainerConfig.Builder container =
        RecommendationJobContainerConfig.builder()
            .domain(kin.domain())
            .task(kin.task())
            .framework(kin.framework())
            .supportedEndpointType(RecommendationJobSupportedEndpointType.REAL_TIME)
            .payloadConfig(payload ->
                payload
                    .samplePayloadUrl(job.samples().archive())
                    .supportedContentTypes(job.samples().contentType()));
    if (kin.frameworkVersion() != null) container.frameworkVersion(kin.frameworkVersion());
    if (!job.instanceTypes().isEmpty()) container.supportedInstanceTypes(job.instanceTypes());
    return container.build();
  }

  private static Job job(DescribeInferenceRecommendationsJobResponse answer) {
    return new Job(
        answer.jobName(),
        answer.jobArn(),
        status(answer.status()),
        answer.failureReason(),
        answer.inferenceRecommendations().stream()
            .filter(it -> it.endpointConfiguration().instanceTypeAsString() != null)
            .map(AwsRecommender::found)
            .toList());
  }

  private static Status status(@Nullable RecommendationJobStatus status) {
    return switch (status) {
      case null -> Status.UNKNOWN;
      case PENDING, IN_PROGRESS -> Status.WORKING;
      case COMPLETED -> Status.COMPLETED;
      case FAILED -> Status.FAILED;
      case STOPPING -> Status.STOPPING;
      case STOPPED -> Status.STOPPED;
      case DELETING, DELETED -> Status.DELETED;
      case UNKNOWN_TO_SDK_VERSION -> Status.UNKNOWN;
    };
  }

  private static Found found(InferenceRecommendation one) {
    RecommendationMetrics metrics = one.metrics();
    Integer count = one.endpointConfiguration().initialInstanceCount();
    return new Found(
        one.endpointConfiguration().instanceTypeAsString(),
        count == null ? 1 : count,
        metrics == null ? null : metrics.maxInvocations(),
        metrics == null ? null : metrics.modelLatency(),
        metrics == null ? null : number(metrics.costPerHour()),
        metrics == null ? null : number(metrics.costPerInference()),
        environment(one));
  }

  /** AWS writes {@code NaN} for what it does not know; a float's digits are kept as they are. */
  private static @Nullable Double number(@Nullable Float value) {
    return value == null || !Float.isFinite(value) ? null : Double.valueOf(value.toString());
  }

  private static Map<String, String> environment(InferenceRecommendation one) {
    List<EnvironmentParameter> tuned =
        one.modelConfiguration() == null
            ? List.of()
            : one.modelConfiguration().environmentParameters();
    return tuned.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                EnvironmentParameter::key, EnvironmentParameter::value, (first, again) -> first));
  }
}
