package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.FleetShare.Unit;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.cloud.SageMaker.DeployedImage;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.EndpointUpdate;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.VariantProgress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AwsSageMakerTests {

  private final CannedAws aws = new CannedAws();
  private final AnyAws door = new AnyAws(aws.uri());
  private final SageMaker sageMaker = door.cloud().sageMaker();

  @AfterEach
  void stop() {
    door.close();
    aws.close();
  }

  @Test
  void theArticlesCanaryIsSentAsSageMakerReadsIt() {
    aws.then(200, "{\"EndpointArn\":\"arn\"}");

    sageMaker.updateEndpoint(
        new EndpointUpdate(
            "fraud",
            "fraud-r2",
            new RolloutPolicy(
                Strategy.CANARY, new FleetShare(Unit.INSTANCE_COUNT, 1), null, 300, 120, 1800),
            List.of("errors", "latency"),
            true));

    assertThat(sent())
        .isEqualTo(
            json(
                """
                {"EndpointName":"fraud","EndpointConfigName":"fraud-r2",
                 "RetainAllVariantProperties":true,
                 "DeploymentConfig":{
                   "BlueGreenUpdatePolicy":{
                     "TrafficRoutingConfiguration":{"Type":"CANARY","WaitIntervalInSeconds":300,
                       "CanarySize":{"Type":"INSTANCE_COUNT","Value":1}},
                     "TerminationWaitInSeconds":120,"MaximumExecutionTimeoutInSeconds":1800},
                   "AutoRollbackConfiguration":{
                     "Alarms":[{"AlarmName":"errors"},{"AlarmName":"latency"}]}}}
                """));
  }

  @Test
  void aLinearShiftAndAnImmediateOneAreSentWithoutEmptyMembers() {
    aws.then(200, "{\"EndpointArn\":\"arn\"}").then(200, "{\"EndpointArn\":\"arn\"}");
    RolloutPolicy linear =
        new RolloutPolicy(
            Strategy.LINEAR, null, new FleetShare(Unit.CAPACITY_PERCENT, 25), 60, 0, 3600);

    sageMaker.updateEndpoint(new EndpointUpdate("fraud", "c", linear, List.of(), false));
    assertThat(sent().at("/DeploymentConfig"))
        .isEqualTo(
            json(
                """
                {"BlueGreenUpdatePolicy":{
                  "TrafficRoutingConfiguration":{"Type":"LINEAR","WaitIntervalInSeconds":60,
                    "LinearStepSize":{"Type":"CAPACITY_PERCENT","Value":25}},
                  "TerminationWaitInSeconds":0,"MaximumExecutionTimeoutInSeconds":3600}}
                """));

    sageMaker.updateEndpoint(new EndpointUpdate("fraud", "c", null, List.of(), false));
    assertThat(sent().has("DeploymentConfig")).isFalse();
  }

  @Test
  void anEndpointInMidUpdateIsReadWhole() {
    aws.then(
        200,
        """
        {"EndpointName":"fraud","EndpointArn":"arn:e","EndpointStatus":"Updating",
         "EndpointConfigName":"fraud-r1","CreationTime":1767225600.5,"LastModifiedTime":1767229200,
         "ProductionVariants":[{"VariantName":"AllTraffic","CurrentInstanceCount":3,
           "DesiredInstanceCount":3,"CurrentWeight":0.1,
           "DeployedImages":[{"SpecifiedImage":"i:1","ResolvedImage":"i@sha256:1"}]}],
         "LastDeploymentConfig":{"AutoRollbackConfiguration":{"Alarms":[{"AlarmName":"errors"}]}},
         "PendingDeploymentSummary":{"EndpointConfigName":"fraud-r2","StartTime":1767229200,
           "ProductionVariants":[{"VariantName":"AllTraffic","CurrentInstanceCount":3,
             "VariantStatus":[{"Status":"Baking","StatusMessage":"Baking for 300 seconds",
               "StartTime":1767229260}]}]},
         "SomethingNew":{"a":1}}
        """);

    SageMaker.LiveEndpoint endpoint = sageMaker.findEndpoint("fraud").orElseThrow();

    assertThat(endpoint.status()).isEqualTo(EndpointStatus.UPDATING);
    assertThat(endpoint.endpointConfigName()).isEqualTo("fraud-r1");
    assertThat(endpoint.createdAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00.500Z"));
    assertThat(endpoint.failureReason()).isNull();
    assertThat(endpoint.lastRollbackAlarms()).containsExactly("errors");
    assertThat(endpoint.variants())
        .containsExactly(
            new LiveVariant(
                "AllTraffic",
                3,
                3,
                0.1,
                List.of(new DeployedImage("i:1", "i@sha256:1")),
                List.of()));
    assertThat(endpoint.pending())
        .isEqualTo(
            new SageMaker.Pending(
                "fraud-r2",
                Instant.parse("2026-01-01T01:00:00Z"),
                List.of(
                    new LiveVariant(
                        "AllTraffic",
                        3,
                        null,
                        null,
                        List.of(),
                        List.of(
                            new VariantProgress(
                                "Baking",
                                "Baking for 300 seconds",
                                Instant.parse("2026-01-01T01:01:00Z")))))));
  }

  @ParameterizedTest
  @EnumSource(
      value = software.amazon.awssdk.services.sagemaker.model.EndpointStatus.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "UNKNOWN_TO_SDK_VERSION")
  void everyStatusThatTheSdkKnowsIsKnown(
      software.amazon.awssdk.services.sagemaker.model.EndpointStatus status) {
    assertThat(SageMakerShapes.status(status.toString()).name()).isEqualTo(status.name());
  }

  @Test
  void aNewerStatusIsUnknownButKept() {
    aws.then(
        200,
        """
        {"EndpointName":"fraud","EndpointArn":"arn:e","EndpointStatus":"Hibernating",
         "EndpointConfigName":"c","CreationTime":1767225600,"LastModifiedTime":1767225600}
        """);

    SageMaker.LiveEndpoint endpoint = sageMaker.findEndpoint("fraud").orElseThrow();

    assertThat(endpoint.status()).isEqualTo(EndpointStatus.UNKNOWN);
    assertThat(endpoint.rawStatus()).isEqualTo("Hibernating");
  }

  private JsonNode sent() {
    return json(aws.asked().getLast().body());
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
