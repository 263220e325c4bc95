package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.wire.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;

/** What AWS does not document, under both settings of every switch. */
class UndocumentedTests {

  private static TestWorld world(Undocumented... departures) {
    TestWorld world = new TestWorld(SageMakerOptions.usual().with(departures));
    world.version("v1", 3, "{}");
    world.version("v2", 3, "{}");
    world.create("v1");
    world.advance(180);
    world.errorAlarm("errors", "ignore", null);
    return world;
  }

  @ParameterizedTest
  @EnumSource(Undocumented.class)
  void aHealthyCanaryEndsTheSameUnderEveryDeparture(Undocumented departure) {
    TestWorld world = world(departure);
    world.setAlarm("errors", StateValue.OK);
    world.update("v2", TestWorld.canary("errors"));
    world.advance(680);

    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(world.answered()).isEqualTo("v2");
  }

  @Test
  void aRollbackIsShownAsUpdatingOrRollingBackAndHasAReasonOrNone() {
    assertThat(rolledBack(world(), "Updating")).contains("errors");
    assertThat(rolledBack(world(Undocumented.ROLLBACK_SHOWN_AS_ROLLING_BACK), "RollingBack"))
        .contains("errors");
    assertThat(rolledBack(world(Undocumented.ROLLBACK_WITHOUT_REASON), "Updating")).isNull();
  }

  private static @org.jspecify.annotations.Nullable String rolledBack(
      TestWorld world, String shown) {
    world.update("v2", TestWorld.canary("errors"));
    world.advance(200);
    world.setAlarm("errors", StateValue.ALARM);
    assertThat(world.status()).isEqualTo(shown);
    world.advance(60);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    return world.describe().failureReason();
  }

  @Test
  void alarmsAreRefusedOrAcceptedByTheirState() {
    refused(world(), "nobody", "Could not find the CloudWatch alarm \"nobody\"");
    accepted(world(Undocumented.UNKNOWN_ALARM_ACCEPTED), "nobody");

    accepted(world(), "errors");
    refused(world(Undocumented.INSUFFICIENT_DATA_REFUSED), "errors", "in INSUFFICIENT_DATA state");

    TestWorld alarming = world();
    alarming.setAlarm("errors", StateValue.ALARM);
    refused(alarming, "errors", "in ALARM state");
    TestWorld careless = world(Undocumented.ALARMING_ACCEPTED);
    careless.setAlarm("errors", StateValue.ALARM);
    accepted(careless, "errors");
    careless.advance(190);
    assertThat(careless.pending()).isEqualTo("Terminating 3 instance(s).");
  }

  @Test
  void aSizeBeyondTheLimitsIsRefusedAtOnceOrFailsTheUpdate() {
    DeploymentConfig tooBig = canary(CapacitySizeType.INSTANCE_COUNT, 2);
    assertThatThrownBy(() -> world().update("v2", tooBig)).hasMessageContaining("at most 50%");

    TestWorld late = world(Undocumented.SIZES_REFUSED_LATE);
    late.update("v2", tooBig);
    late.advance(240);
    assertThat(late.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(late.describe().failureReason()).contains("at most 50%");
  }

  @Test
  void percentagesAreRoundedUpOrDown() {
    assertThat(canaryOf50Percent(world())).contains("canary capacity of 2 instance(s)");
    assertThat(canaryOf50Percent(world(Undocumented.SIZES_ROUNDED_DOWN)))
        .contains("canary capacity of 1 instance(s)");
  }

  private static String canaryOf50Percent(TestWorld world) {
    world.update("v2", canary(CapacitySizeType.CAPACITY_PERCENT, 50));
    world.advance(200);
    return world.pending();
  }

  @Test
  void theFinalBakeIsWatchedOrNot() {
    TestWorld watched = world();
    watched.update("v2", TestWorld.canary("errors"));
    watched.advance(520);
    watched.setAlarm("errors", StateValue.ALARM);
    assertThat(watched.pending()).startsWith("Terminating");

    TestWorld unwatched = world(Undocumented.FINAL_BAKE_UNWATCHED);
    unwatched.update("v2", TestWorld.canary("errors"));
    unwatched.advance(520);
    unwatched.setAlarm("errors", StateValue.ALARM);
    assertThat(unwatched.pending()).startsWith("Baking for 120 seconds");
  }

  @Test
  void lastDeploymentConfigIsThereAtOnceOrAfterAnUpdate() {
    for (boolean late : new boolean[] {false, true}) {
      TestWorld world =
          late
              ? new TestWorld(
                  SageMakerOptions.usual().with(Undocumented.LAST_DEPLOYMENT_AFTER_AN_UPDATE))
              : new TestWorld();
      world.version("v1", 3, "{}");
      world.version("v2", 3, "{}");
      var _ =
          world
              .aws
              .endpoints()
              .createEndpoint(
                  CreateEndpointRequest.builder()
                      .endpointName(TestWorld.ENDPOINT)
                      .endpointConfigName("v1")
                      .deploymentConfig(TestWorld.canary())
                      .build(),
                  TestWorld.CALLER);
      world.advance(180);
      assertThat(world.describe().lastDeploymentConfig() == null).isEqualTo(late);
      world.update("v2", TestWorld.canary());
      assertThat(world.describe().lastDeploymentConfig()).isNotNull();
    }
  }

  @Test
  void idleVariantsReportZerosOrNothing() {
    assertThat(hasInvocations(world())).isTrue();
    assertThat(hasInvocations(world(Undocumented.NO_IDLE_ZEROS))).isFalse();
  }

  private static boolean hasInvocations(TestWorld world) {
    world.advance(300);
    return !world
        .aws
        .metrics()
        .listMetrics(
            ListMetricsRequest.builder().metricName("Invocations").build(), TestWorld.CALLER)
        .metrics()
        .isEmpty();
  }

  @Test
  void theLowAlarmIsAt90Or85PercentOfTheTarget() {
    assertThat(lowThreshold(world())).isEqualTo(54.0);
    assertThat(lowThreshold(world(Undocumented.LOW_ALARM_AT_85_PERCENT))).isEqualTo(51.0);
  }

  private static double lowThreshold(TestWorld world) {
    String resource = "endpoint/fraud-detector/variant/AllTraffic";
    String dimension = "sagemaker:variant:DesiredInstanceCount";
    var _ =
        world
            .aws
            .targets()
            .registerScalableTarget(
                RegisterScalableTargetRequest.builder()
                    .serviceNamespace("sagemaker")
                    .resourceId(resource)
                    .scalableDimension(dimension)
                    .minCapacity(1)
                    .maxCapacity(6)
                    .build(),
                TestWorld.CALLER);
    var _ =
        world
            .aws
            .policies()
            .putScalingPolicy(
                PutScalingPolicyRequest.builder()
                    .policyName("tracking")
                    .serviceNamespace("sagemaker")
                    .resourceId(resource)
                    .scalableDimension(dimension)
                    .policyType("TargetTrackingScaling")
                    .targetTrackingScalingPolicyConfiguration(tracking ->
                        tracking
                            .targetValue(60.0)
                            .predefinedMetricSpecification(metric ->
                                metric.predefinedMetricType(
                                    "SageMakerVariantInvocationsPerInstance")))
                    .build(),
                TestWorld.CALLER);
    return world
        .aws
        .alarms()
        .describeAlarms(DescribeAlarmsRequest.builder().build(), TestWorld.CALLER)
        .metricAlarms()
        .stream()
        .filter(alarm -> alarm.alarmName().contains("-AlarmLow-"))
        .findFirst()
        .orElseThrow()
        .threshold();
  }

  private static DeploymentConfig canary(CapacitySizeType type, int value) {
    return TestWorld.canary().toBuilder()
        .blueGreenUpdatePolicy(policy ->
            policy.trafficRoutingConfiguration(routing ->
                routing
                    .type("CANARY")
                    .waitIntervalInSeconds(300)
                    .canarySize(size -> size.type(type).value(value))))
        .build();
  }

  private static void refused(TestWorld world, String alarm, String text) {
    assertThatThrownBy(() -> world.update("v2", TestWorld.canary(alarm)))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(text);
  }

  private static void accepted(TestWorld world, String alarm) {
    world.update("v2", TestWorld.canary(alarm));
    assertThat(world.status()).isEqualTo("Updating");
  }
}
