package dev.slipway.simulator.operations;

import static dev.slipway.simulator.SimulatorClients.ANY_KEY;
import static dev.slipway.simulator.SimulatorClients.client;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorClients;
import dev.slipway.simulator.serving.ModelArchive;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS's own clients of one simulator whose time stands still, and an endpoint that serves. */
record Clients(
    Simulator simulator,
    SageMakerClient sageMaker,
    SageMakerRuntimeClient runtime,
    SageMakerRuntimeAsyncClient streams,
    ApplicationAutoScalingClient scaling,
    CloudWatchClient cloudWatch,
    IamClient iam,
    StsClient sts,
    SnsClient sns,
    S3Client s3,
    EcrClient ecr,
    CloudWatchLogsClient logs,
    ServiceQuotasClient quotas)
    implements AutoCloseable {

  static final String ACCOUNT = "123456789012";
  static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/execution";

  /** Serves, and has one variant "AllTraffic". */
  static final String LIVE = "live";

  /** Takes asynchronous invocations. */
  static final String QUEUED = "queued";

  static final String IMAGE = ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com/fraud:1.0";

  static Clients of(Simulator simulator, CloudWatchClient cloudWatch) {
    var uri = simulator.uri();
    return new Clients(
        simulator,
        client(SageMakerClient.builder(), uri),
        client(SageMakerRuntimeClient.builder(), uri),
        SageMakerRuntimeAsyncClient.builder()
            .endpointOverride(uri)
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(ANY_KEY))
            .httpClientBuilder(NettyNioAsyncHttpClient.builder())
            .overrideConfiguration(o -> o.retryStrategy(retries -> retries.maxAttempts(1)))
            .build(),
        client(ApplicationAutoScalingClient.builder(), uri),
        cloudWatch,
        client(IamClient.builder(), uri),
        client(StsClient.builder(), uri),
        client(SnsClient.builder(), uri),
        SimulatorClients.s3(uri),
        client(EcrClient.builder(), uri),
        client(CloudWatchLogsClient.builder(), uri),
        client(ServiceQuotasClient.builder(), uri));
  }

  /** Makes the endpoint that serves. */
  void begin() {
    s3.createBucket(r -> r.bucket("models"));
    s3.putObject(
        r -> r.bucket("models").key("m.tar.gz"),
        RequestBody.fromBytes(
            ModelArchive.pack(
                "{\"kind\":\"logistic_regression\",\"weights\":[1.0],"
                    + "\"faults\":{\"latency_ms\":15}}")));
    model("live");
    sageMaker.createEndpointConfig(r ->
        r.endpointConfigName("live")
            .productionVariants(v ->
                v.variantName("AllTraffic")
                    .modelName("live")
                    .instanceType("ml.m5.large")
                    .initialInstanceCount(2)));
    endpoint(LIVE, "live");
    sageMaker.createEndpointConfig(r ->
        r.endpointConfigName(QUEUED)
            .productionVariants(v ->
                v.variantName("AllTraffic")
                    .modelName("live")
                    .instanceType("ml.m5.large")
                    .initialInstanceCount(1))
            .asyncInferenceConfig(a -> a.outputConfig(o -> o.s3OutputPath("s3://models/out"))));
    endpoint(QUEUED, QUEUED);
  }

  String model(String name) {
    return sageMaker
        .createModel(r ->
            r.modelName(name)
                .executionRoleArn(ROLE)
                .primaryContainer(c -> c.image(IMAGE).modelDataUrl("s3://models/m.tar.gz")))
        .modelArn();
  }

  /** A configuration, and a model of the same name. */
  String config(String name) {
    model(name);
    return sageMaker
        .createEndpointConfig(r ->
            r.endpointConfigName(name)
                .productionVariants(v ->
                    v.variantName("AllTraffic")
                        .modelName(name)
                        .instanceType("ml.m5.large")
                        .initialInstanceCount(1)))
        .endpointConfigArn();
  }

  /** An endpoint that is in service. */
  String endpoint(String name, String config) {
    String arn =
        sageMaker
            .createEndpoint(r -> r.endpointName(name).endpointConfigName(config))
            .endpointArn();
    advance(Duration.ofMinutes(10));
    return arn;
  }

  void advance(Duration time) {
    simulator.clock().advance(time);
  }

  @Override
  public void close() {
    for (AutoCloseable each :
        new AutoCloseable[] {
          sageMaker, runtime, streams, scaling, cloudWatch, iam, sts, sns, s3, ecr, logs, quotas
        }) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
