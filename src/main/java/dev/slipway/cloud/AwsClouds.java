package dev.slipway.cloud;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The AWS SDK's clients behind the ports; each made when first used, then kept. */
final class AwsClouds implements Clouds, AutoCloseable {

  /** SageMaker gives a container 60 s. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(65);

  /** S3 moves some hundred megabytes within one call. */
  private static final Duration LONGEST_COPY = Duration.ofMinutes(2);

  private final SdkHttpClient http;
  private final ScheduledExecutorService timers;
  private final ClientSettings settings;
  private final Kept<ClientSettings> answering;
  private final Kept<ClientSettings> copying;
  private final Credentials credentials;
  private final CallPacing pacing;
  private final AwsCopies.Sizes copied;
  private final Map<CloudLocation, Cloud> clouds = new ConcurrentHashMap<>();
  private final Map<CloudLocation, Upstream> upstreams = new ConcurrentHashMap<>();

  AwsClouds(CloudProperties properties, CloudClock clock, CallPacing pacing) {
    this(properties, clock, pacing, AwsCopies.Sizes.USUAL);
  }

  /**
   * @param copied from which size on objects are copied in parts
   */
  AwsClouds(
      CloudProperties properties, CloudClock clock, CallPacing pacing, AwsCopies.Sizes copied) {
    this.http = ClientSettings.connections(properties.aws().timeout());
    this.timers = ClientSettings.sharedTimers();
    this.settings =
        new ClientSettings(http, timers, properties.simulator(), properties.aws().timeout());
    this.answering = new Kept<>(() -> settings.waiting(LONGEST_ANSWER));
    this.copying = new Kept<>(() -> settings.waiting(LONGEST_COPY));
    this.credentials = new Credentials(properties, settings, clock);
    this.pacing = pacing;
    this.copied = copied;
  }

  @Override
  public Cloud at(CloudLocation location) {
    return clouds.computeIfAbsent(location, this::cloud);
  }

  @Override
  public Upstream upstream(CloudLocation location) {
    return upstreams.computeIfAbsent(
        location,
        it ->
            new Upstream(
                RuntimeAddress.of(settings.endpoint(), it.region()),
                it.region(),
                new UpstreamKeys(credentials.at(it))));
  }

  @Override
  public void close() {
    http.close();
    answering.made().ifPresent(it -> it.http().close());
    copying.made().ifPresent(it -> it.http().close());
    timers.shutdownNow();
  }

  private Cloud cloud(CloudLocation location) {
    AwsCredentialsProvider keys = credentials.at(location);
    Region region = Region.of(location.region());
    RawAnswers raw = new RawAnswers();
    Kept<SageMakerClient> sageMaker =
        new Kept<>(
            () -> client(SageMakerClient.builder(), "sagemaker", location, region, keys, raw));
    Kept<CloudWatchClient> cloudWatch =
        new Kept<>(
            () -> client(CloudWatchClient.builder(), "cloudwatch", location, region, keys, raw));
    Kept<ApplicationAutoScalingClient> autoscaling =
        new Kept<>(() ->
            client(
                ApplicationAutoScalingClient.builder(),
                "application-autoscaling",
                location,
                region,
                keys,
                raw));
    Kept<IamClient> iam =
        new Kept<>(() -> client(IamClient.builder(), "iam", location, region, keys));
    Kept<S3Client> s3 =
        new Kept<>(() ->
            client(
                S3Client.builder().forcePathStyle(settings.endpoint() != null),
                "s3",
                location,
                region,
                keys));
    Kept<S3Client> copier =
        new Kept<>(() ->
            copying
                .get()
                .client(
                    S3Client.builder().forcePathStyle(settings.endpoint() != null),
                    "s3",
                    region,
                    keys,
                    new PacedCalls(pacing, location, "s3")));
    Map<String, EcrClient> ecr = new ConcurrentHashMap<>();
    Kept<StsClient> sts =
        new Kept<>(() -> client(StsClient.builder(), "sts", location, region, keys));
    AwsSageMaker hosting = new AwsSageMaker(sageMaker);
    AwsAlarms alarms = new AwsAlarms(cloudWatch);
    AwsAutoscaling scaling = new AwsAutoscaling(autoscaling);
    return new Cloud(
        hosting,
        alarms,
        new AwsMetrics(cloudWatch),
        scaling,
        new AwsRoles(iam),
        new AwsArtifacts(s3, new AwsCopies(copier, copied)),
        new AwsImages(name ->
            ecr.computeIfAbsent(
                name, it -> client(EcrClient.builder(), "ecr", location, Region.of(it), keys))),
        new AwsIdentity(sts),
        new AwsInventory(sageMaker, autoscaling, hosting, scaling, alarms),
        new AwsPredictions(
            new Kept<>(() ->
                // Predictions are not paced: AWS counts none of them among its control calls.
                answering
                    .get()
                    .client(SageMakerRuntimeClient.builder(), "sagemaker-runtime", region, keys))),
        new AwsContainerLogs(
            new Kept<>(
                () -> client(CloudWatchLogsClient.builder(), "logs", location, region, keys))),
        new AwsQuotas(
            new Kept<>(() ->
                client(ServiceQuotasClient.builder(), "servicequotas", location, region, keys))),
        new AwsDeposits(
            new Kept<>(() ->
                // Not paced either: captures may not take the turn of a deployment's calls.
                settings.client(
                    S3Client.builder().forcePathStyle(settings.endpoint() != null),
                    "s3",
                    region,
                    keys))),
        new AwsRecommender(sageMaker));
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      B builder,
      String service,
      CloudLocation location,
      Region region,
      AwsCredentialsProvider keys,
      ExecutionInterceptor... more) {
    ExecutionInterceptor[] all = Arrays.copyOf(more, more.length + 1);
    all[more.length] = new PacedCalls(pacing, location, service);
    return settings.client(builder, service, region, keys, all);
  }
}
