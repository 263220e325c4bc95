package dev.slipway.simulator.wire;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** Every protocol with AWS's own client on one side and a few operations on the other. */
class WireTests {

  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

  private final AtomicReference<SdkPojo> seen = new AtomicReference<>();
  private final AtomicReference<Caller> caller = new AtomicReference<>();
  private final AtomicReference<Around> around =
      new AtomicReference<>((call, proceed) -> proceed.get());
  private final Router router =
      new Router(
          key -> "123456789012",
          () -> NOW,
          (call, proceed) -> {
            seen.set(call.request());
            caller.set(call.caller());
            return around.get().call(call, proceed);
          });
  @AutoClose private final HttpFront front;
  private final URI uri;

  WireTests() {
    router.serve(Service.SAGEMAKER, new Models());
    router.serve(Service.SAGEMAKER_RUNTIME, new Invocations());
    router.serve(Service.APPLICATION_AUTO_SCALING, new Scaling());
    router.serve(Service.CLOUDWATCH, new Metrics());
    front = HttpFront.start("127.0.0.1", 0, router::handle);
    uri = URI.create("http://127.0.0.1:" + front.port());
  }

  /** A corner of SageMaker. */
  public static final class Models {
    public CreateModelResponse createModel(CreateModelRequest request, Caller caller) {
      return CreateModelResponse.builder()
          .modelArn("arn:aws:sagemaker:" + caller.region() + ":123456789012:model/m")
          .build();
    }

    public DescribeModelResponse describeModel(DescribeModelRequest request, Caller caller) {
      if (!request.modelName().equals("m")) {
        throw ServiceException.validation("Could not find model \"arn\".");
      }
      return DescribeModelResponse.builder().modelName("m").creationTime(NOW).build();
    }

    public CreateEndpointConfigResponse createEndpointConfig(
        CreateEndpointConfigRequest request, Caller caller) {
      return CreateEndpointConfigResponse.builder().endpointConfigArn("arn").build();
    }
  }

  /** An endpoint that says what it was asked. */
  public static final class Invocations {
    public InvokeEndpointResponse invokeEndpoint(InvokeEndpointRequest request, Caller caller) {
      if (request.endpointName().equals("broken")) {
        throw new ServiceException(424, "ModelError", "Received server error (500) from primary")
            .with("OriginalStatusCode", 500)
            .with("OriginalMessage", "boom");
      }
      return InvokeEndpointResponse.builder()
          .body(request.body())
          .contentType(request.contentType())
          .invokedProductionVariant("AllTraffic")
          .customAttributes(request.customAttributes())
          .build();
    }
  }

  /** A corner of Application Auto Scaling. */
  public static final class Scaling {
    public ListTagsForResourceResponse listTagsForResource(
        ListTagsForResourceRequest request, Caller caller) {
      return ListTagsForResourceResponse.builder().tags(Map.of("a", "b")).build();
    }

    public PutScalingPolicyResponse putScalingPolicy(
        PutScalingPolicyRequest request, Caller caller) {
      throw new ServiceException(400, "ObjectNotFoundException", "No scalable target registered");
    }
  }

  /** A corner of CloudWatch. */
  public static final class Metrics {
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request, Caller caller) {
      return PutMetricDataResponse.builder().build();
    }

    public GetMetricDataResponse getMetricData(GetMetricDataRequest request, Caller caller) {
      return GetMetricDataResponse.builder()
          .metricDataResults(
              MetricDataResult.builder()
                  .id("m1")
                  .label("5xx & more")
                  .timestamps(request.startTime(), NOW)
                  .values(1.5, 2e300)
                  .statusCode(StatusCode.COMPLETE)
                  .build(),
              MetricDataResult.builder().id("m2").timestamps(List.of()).values(List.of()).build())
          .build();
    }

    public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request, Caller caller) {
      throw new ServiceException(404, "ResourceNotFound", "Unknown alarm");
    }
  }

  @Test
  void jsonCarriesNestedShapesBothWaysAndOmitsWhatIsNotSet() {
    SageMakerClient sagemaker = client(SageMakerClient.builder(), uri);
    CreateEndpointConfigRequest request =
        CreateEndpointConfigRequest.builder()
            .endpointConfigName("c")
            .productionVariants(
                ProductionVariant.builder()
                    .variantName("AllTraffic")
                    .modelName("m")
                    .initialInstanceCount(3)
                    .initialVariantWeight(0.5f)
                    .instanceType(ProductionVariantInstanceType.ML_M5_LARGE)
                    .build())
            .tags(t -> t.key("a").value("ü"))
            .build();

    assertThat(sagemaker.createEndpointConfig(request).endpointConfigArn()).isEqualTo("arn");
    assertThat(seen.get()).isEqualTo(request);
    assertThat(caller.get()).isEqualTo(new Caller("123456789012", "us-east-1", "AKIATEST"));
    DescribeModelResponse model = sagemaker.describeModel(r -> r.modelName("m"));
    assertThat(model.creationTime()).isEqualTo(NOW);
    assertThat(model.vpcConfig()).isNull();
    assertThat(model.responseMetadata().requestId()).isNotBlank();
  }

  @Test
  void aServicesErrorReachesTheClientWithCodeTextAndRequestId() {
    SageMakerClient sagemaker = client(SageMakerClient.builder(), uri);

    assertThatThrownBy(() -> sagemaker.describeModel(r -> r.modelName("gone")))
        .asInstanceOf(InstanceOfAssertFactories.throwable(AwsServiceException.class))
        .satisfies(e -> {
          assertThat(e.statusCode()).isEqualTo(400);
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
          assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Could not find model \"arn\".");
          assertThat(e.requestId()).isNotBlank();
        });
    assertThatThrownBy(() -> sagemaker.listModels())
        .hasMessageContaining("The simulator has no operation ListModels");
  }

  @Test
  void everyBrokenConstraintIsToldWithItsPath() {
    SageMakerClient sagemaker = client(SageMakerClient.builder(), uri);

    assertThatThrownBy(() ->
            sagemaker.createEndpointConfig(r ->
                r.endpointConfigName("c")
                    .productionVariants(v ->
                        v.variantName("v")
                            .modelName("no spaces")
                            .initialInstanceCount(0)
                            .instanceType("ml.imaginary"))))
        .hasMessageContaining("3 validation errors detected: ")
        .hasMessageContaining(
            "Value 'no spaces' at 'productionVariants.1.member.modelName' failed to satisfy"
                + " constraint: Member must satisfy regular expression pattern: ")
        .hasMessageContaining(
            "Value '0' at 'productionVariants.1.member.initialInstanceCount' failed to satisfy"
                + " constraint: Member must have value greater than or equal to 1")
        .hasMessageContaining("Member must satisfy enum value set: [");
    assertThatThrownBy(() -> sagemaker.createEndpointConfig(r -> r.endpointConfigName("c")))
        .hasMessageContaining(
            "1 validation error detected: Value null at 'productionVariants' failed to satisfy"
                + " constraint: Member must not be null");
    assertThatThrownBy(() ->
            sagemaker.createModel(r ->
                r.modelName("m")
                    .primaryContainer(c -> c.image("i").environment(Map.of("1x", "v")))))
        .hasMessageContaining("at 'primaryContainer.environment'")
        .hasMessageContaining("Map keys must satisfy constraint: [Member must satisfy regular");
  }

  @Test
  void queryCarriesListsTimesAndDoublesBothWays() {
    CloudWatchClient cloudwatch = client(CloudWatchClient.builder(), uri);
    Instant start = Instant.parse("2026-02-03T04:00:00Z");

    GetMetricDataResponse data =
        cloudwatch.getMetricData(r ->
            r.startTime(start)
                .endTime(NOW)
                .metricDataQueries(q ->
                    q.id("m1")
                        .metricStat(s ->
                            s.period(60)
                                .stat("Sum")
                                .metric(m ->
                                    m.namespace("AWS/SageMaker")
                                        .metricName("Invocations")
                                        .dimensions(d -> d.name("EndpointName").value("e/1&2"))))));

    GetMetricDataRequest request = (GetMetricDataRequest) seen.get();
    assertThat(request.startTime()).isEqualTo(start);
    assertThat(
            request
                .metricDataQueries()
                .getFirst()
                .metricStat()
                .metric()
                .dimensions()
                .getFirst()
                .value())
        .isEqualTo("e/1&2");
    MetricDataResult result = data.metricDataResults().getFirst();
    assertThat(result.label()).isEqualTo("5xx & more");
    assertThat(result.timestamps()).containsExactly(start, NOW);
    assertThat(result.values()).containsExactly(1.5, 2e300);
    assertThat(data.metricDataResults().get(1).values()).isEmpty();
    assertThat(data.responseMetadata().requestId()).isNotBlank();
  }

  @Test
  void aQueryErrorKeepsItsTextAndStatus() {
    CloudWatchClient cloudwatch = client(CloudWatchClient.builder(), uri);

    assertThatThrownBy(() -> cloudwatch.deleteAlarms(r -> r.alarmNames("none")))
        .isInstanceOf(AwsServiceException.class)
        .isNotInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Unknown alarm")
        .hasMessageContaining("Status Code: 404");
    assertThatThrownBy(() -> cloudwatch.listDashboards())
        .hasMessageContaining("Could not find operation ListDashboards for version 2010-08-01");
  }

  @Test
  void aCompressedBodyIsRead() {
    CloudWatchClient cloudwatch = client(CloudWatchClient.builder(), uri);

    cloudwatch.putMetricData(r ->
        r.namespace("n")
            .metricData(m -> m.metricName("x".repeat(200)).value(1.0), m -> m.metricName("y"))
            .overrideConfiguration(o ->
                o.compressionConfiguration(
                    c -> c.requestCompressionEnabled(true).minimumCompressionThresholdInBytes(1))));

    assertThat(((PutMetricDataRequest) seen.get()).metricData()).hasSize(2);
  }

  @Test
  void mapsAndModelledExceptionsOfApplicationAutoScaling() {
    ApplicationAutoScalingClient scaling = client(ApplicationAutoScalingClient.builder(), uri);

    assertThat(
            scaling
                .listTagsForResource(r ->
                    r.resourceARN(
                        "arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/x"))
                .tags())
        .containsEntry("a", "b");
    assertThatThrownBy(() ->
            scaling.putScalingPolicy(r ->
                r.policyName("p")
                    .serviceNamespace(ServiceNamespace.SAGEMAKER)
                    .resourceId("endpoint/e/variant/v")
                    .scalableDimension(ScalableDimension.SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT)))
        .isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void anInvocationCarriesBytesAndHeaders() {
    SageMakerRuntimeClient runtime = client(SageMakerRuntimeClient.builder(), uri);
    SdkBytes body = SdkBytes.fromByteArray(new byte[] {0, -1, 13, 10, 127});

    InvokeEndpointResponse response =
        runtime.invokeEndpoint(r ->
            r.endpointName("fraud-prod")
                .body(body)
                .contentType("application/x-bytes")
                .customAttributes("trace=1"));

    assertThat(response.body()).isEqualTo(body);
    assertThat(response.contentType()).isEqualTo("application/x-bytes");
    assertThat(response.invokedProductionVariant()).isEqualTo("AllTraffic");
    assertThat(response.customAttributes()).isEqualTo("trace=1");
    assertThat(response.responseMetadata().requestId()).isNotBlank();
  }

  @Test
  void aModelErrorCarriesWhatTheModelSaid() {
    SageMakerRuntimeClient runtime = client(SageMakerRuntimeClient.builder(), uri);

    assertThatThrownBy(() ->
            runtime.invokeEndpoint(
                r -> r.endpointName("broken").body(SdkBytes.fromUtf8String("{}"))))
        .asInstanceOf(InstanceOfAssertFactories.throwable(ModelErrorException.class))
        .satisfies(e -> {
          assertThat(e.statusCode()).isEqualTo(424);
          assertThat(e.originalStatusCode()).isEqualTo(500);
          assertThat(e.originalMessage()).isEqualTo("boom");
        });
    assertThatThrownBy(() ->
            runtime.invokeEndpoint(
                r -> r.endpointName("no_good").body(SdkBytes.fromUtf8String("{}"))))
        .hasMessageContaining("1 validation error detected")
        .hasMessageContaining("Service: SageMakerRuntime, Status Code: 400");
  }

  @Test
  void aLostAnswerWasDoneAndClosesTheConnection() {
    SageMakerClient sagemaker = client(SageMakerClient.builder(), uri);
    around.set((call, proceed) -> {
      assertThat(proceed.get()).isNotNull();
      throw new DroppedConnection();
    });

    assertThatThrownBy(() -> sagemaker.describeModel(r -> r.modelName("m")))
        .isInstanceOf(SdkClientException.class);
    assertThat(router.calls().all())
        .singleElement()
        .satisfies(made -> {
          assertThat(made.operation()).isEqualTo("DescribeModel");
          assertThat(made.outcome()).isEqualTo("DROPPED");
          assertThat(made.at()).isEqualTo(NOW);
        });
  }

  @Test
  void aBugOfTheSimulatorIsAnInternalFailureInTheProtocolsForm() {
    SageMakerClient sagemaker = client(SageMakerClient.builder(), uri);
    around.set((call, proceed) -> {
      throw new IllegalStateException("bug");
    });

    assertThatThrownBy(() -> sagemaker.describeModel(r -> r.modelName("m")))
        .hasMessageContaining("Status Code: 500")
        .hasMessageContaining("its log says why");
  }
}
