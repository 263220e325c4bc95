package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.serving.ModelArchive;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfigType;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sns.SnsClient;

/** The whole of it through AWS's own clients: artifact, image, role, endpoint, alarm, rollback. */
class RolloutOverTheWireTests {

  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final String ROLE = "arn:aws:iam::123456789012:role/execution";
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud";
  private static final String GOOD =
      "{\"kind\":\"logistic_regression\",\"weights\":[0.01],\"bias\":-1}";
  private static final String BAD =
      GOOD.substring(0, GOOD.length() - 1) + ",\"faults\":{\"error_rate\":1}}";

  @AutoClose
  private final Simulator simulator =
      Simulator.start(SimulatorOptions.builder().manualClock(true).start(START).build());

  @Test
  void aBadVersionIsRolledBackByItsAlarmAndTheOldOneAnswers() {
    prepare();
    release("v1", GOOD);
    SageMakerClient sagemaker = client(SageMakerClient.builder(), simulator.uri());
    sagemaker.createEndpoint(r -> r.endpointName("fraud-prod").endpointConfigName("v1"));
    assertThat(describe().endpointStatus()).isEqualTo(EndpointStatus.CREATING);
    simulator.clock().advance(Duration.ofMinutes(10));
    assertThat(describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(describe().productionVariants().getFirst().deployedImages().getFirst())
        .satisfies(image -> assertThat(image.resolvedImage()).startsWith(IMAGE + "@sha256:"));
    assertThat(invoke()).contains("score");

    release("v2", BAD);
    alarm();
    sagemaker.updateEndpoint(r ->
        r.endpointName("fraud-prod")
            .endpointConfigName("v2")
            .deploymentConfig(d ->
                d.blueGreenUpdatePolicy(p ->
                        p.trafficRoutingConfiguration(t ->
                                t.type(TrafficRoutingConfigType.CANARY)
                                    .waitIntervalInSeconds(300)
                                    .canarySize(
                                        c -> c.type(CapacitySizeType.INSTANCE_COUNT).value(1)))
                            .terminationWaitInSeconds(120)
                            .maximumExecutionTimeoutInSeconds(1800))
                    .autoRollbackConfiguration(a -> a.alarms(x -> x.alarmName("errors")))));
    int failed = 0;
    for (int minute = 0; minute < 20; minute++) {
      for (int i = 0; i < 40; i++) {
        failed += fails() ? 1 : 0;
      }
      simulator.clock().advance(Duration.ofMinutes(1));
    }

    assertThat(failed).isPositive();
    DescribeEndpointResponse after = describe();
    assertThat(after.endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(after.endpointConfigName()).isEqualTo("v1");
    assertThat(fails()).isFalse();
    assertThat(simulator.topics().messages()).isNotEmpty();
    assertThat(simulator.topics().messages().getFirst().subject()).contains("errors");
  }

  private void prepare() {
    client(S3Client.builder(), simulator.uri()).createBucket(r -> r.bucket("models"));
    EcrClient ecr = client(EcrClient.builder(), simulator.uri());
    ecr.createRepository(r -> r.repositoryName("fraud"));
    ecr.putImage(r -> r.repositoryName("fraud").imageManifest("{}").imageTag("1.0"));
    client(IamClient.builder(), simulator.uri())
        .createRole(r ->
            r.roleName("execution")
                .assumeRolePolicyDocument(
                    "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                        + "\"sagemaker.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
  }

  private void release(String version, String model) {
    client(S3Client.builder(), simulator.uri())
        .putObject(
            r -> r.bucket("models").key(version + "/model.tar.gz"),
            RequestBody.fromBytes(ModelArchive.pack(model)));
    SageMakerClient sagemaker = client(SageMakerClient.builder(), simulator.uri());
    sagemaker.createModel(r ->
        r.modelName(version)
            .executionRoleArn(ROLE)
            .primaryContainer(c ->
                c.image(IMAGE + ":1.0").modelDataUrl("s3://models/" + version + "/model.tar.gz")));
    sagemaker.createEndpointConfig(r ->
        r.endpointConfigName(version)
            .productionVariants(v ->
                v.variantName("AllTraffic")
                    .modelName(version)
                    .initialInstanceCount(3)
                    .instanceType(ProductionVariantInstanceType.ML_M5_LARGE)));
  }

  private void alarm() {
    String topic =
        client(SnsClient.builder(), simulator.uri()).createTopic(r -> r.name("paging")).topicArn();
    CloudWatchClient cloudwatch = client(CloudWatchClient.builder(), simulator.uri());
    cloudwatch.putMetricAlarm(r ->
        r.alarmName("errors")
            .namespace("AWS/SageMaker")
            .metricName("Invocation5XXErrors")
            .dimensions(
                Dimension.builder().name("EndpointName").value("fraud-prod").build(),
                Dimension.builder().name("VariantName").value("AllTraffic").build())
            .statistic(Statistic.SUM)
            .period(60)
            .evaluationPeriods(2)
            .threshold(5.0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .treatMissingData("notBreaching")
            .alarmActions(topic));
    assertThat(cloudwatch.describeAlarms(r -> r.alarmNames("errors")).metricAlarms())
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA));
  }

  private DescribeEndpointResponse describe() {
    return client(SageMakerClient.builder(), simulator.uri())
        .describeEndpoint(r -> r.endpointName("fraud-prod"));
  }

  private String invoke() {
    return client(SageMakerRuntimeClient.builder(), simulator.uri())
        .invokeEndpoint(r ->
            r.endpointName("fraud-prod")
                .contentType("application/json")
                .body(SdkBytes.fromUtf8String("{\"features\":[120]}")))
        .body()
        .asUtf8String();
  }

  private boolean fails() {
    try {
      assertThat(invoke()).isNotEmpty();
      return false;
    } catch (ModelErrorException e) {
      return true;
    }
  }
}
