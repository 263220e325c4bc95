package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.wire.ServiceException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;

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
    Scaled scaled = new Scaled(world);
    scaled.register(1, 6);
    var _ =
        scaled.track(
            "tracking",
            tracking ->
                tracking
                    .targetValue(60.0)
                    .predefinedMetricSpecification(metric ->
                        metric.predefinedMetricType("SageMakerVariantInvocationsPerInstance")));
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

  @Test
  void anAlarmOverTwoPeriodsLooksAtFourOrAtTwo() {
    assertThat(afterTwoSilentMinutes(world())).isEqualTo("ALARM");
    assertThat(afterTwoSilentMinutes(world(Undocumented.EVALUATION_RANGE_WITHOUT_EXTRA)))
        .isEqualTo("INSUFFICIENT_DATA");
  }

  /** Two breaching minutes, then two without data: only a wider range still sees the breach. */
  private static String afterTwoSilentMinutes(TestWorld world) {
    var _ =
        world
            .aws
            .alarms()
            .putMetricAlarm(
                PutMetricAlarmRequest.builder()
                    .alarmName("shop")
                    .namespace("Shop")
                    .metricName("errors")
                    .statistic("Sum")
                    .period(60)
                    .evaluationPeriods(2)
                    .threshold(5.0)
                    .comparisonOperator("GreaterThanThreshold")
                    .treatMissingData("missing")
                    .build(),
                TestWorld.CALLER);
    for (int i = 0; i < 2; i++) {
      var _ =
          world
              .aws
              .metrics()
              .putMetricData(
                  PutMetricDataRequest.builder()
                      .namespace("Shop")
                      .metricData(d -> d.metricName("errors").value(9.0))
                      .build(),
                  TestWorld.CALLER);
      world.advance(60);
    }
    assertThat(world.alarm("shop")).isEqualTo("ALARM");
    world.advance(120);
    return world.alarm("shop");
  }

  @Test
  void sentencesOfAwsComeInTwoWordings() {
    refusedFor(
        world(),
        w -> w.update("v2", canary(CapacitySizeType.CAPACITY_PERCENT, 60)),
        "of the variant's total instance count");
    refusedFor(
        world(Undocumented.SIZE_REFUSED_IN_OTHER_WORDS),
        w -> w.update("v2", canary(CapacitySizeType.CAPACITY_PERCENT, 60)),
        "Invalid DeploymentConfig: the value of CanarySize is not valid.");
    refusedFor(
        world(),
        UndocumentedTests::changeType,
        "is registered as a scalable target: its instance type cannot be changed");
    refusedFor(
        world(Undocumented.INSTANCE_TYPE_REFUSED_IN_OTHER_WORDS),
        UndocumentedTests::changeType,
        "must be deregistered as scalable targets");
    refusedFor(world(), UndocumentedTests::invokeNobody, "Variant none not found for Endpoint");
    refusedFor(
        world(Undocumented.UNKNOWN_VARIANT_IN_OTHER_WORDS),
        UndocumentedTests::invokeNobody,
        "Could not find variant \"none\"");
    refusedFor(world(), UndocumentedTests::unknownSession, "Session gone not found.");
    refusedFor(
        world(Undocumented.INVOCATION_REFUSED_IN_OTHER_WORDS),
        UndocumentedTests::unknownSession,
        "The session ID gone does not exist.");
    assertThat(rolledBack(world(Undocumented.ROLLBACK_REASON_IN_OTHER_WORDS), "Updating"))
        .startsWith("Endpoint update failed.");
  }

  private static void changeType(TestWorld world) {
    lowThreshold(world);
    world.config("other-type", "v2", 3, "ml.m5.xlarge");
    world.update("other-type", TestWorld.canary());
  }

  private static void invokeNobody(TestWorld world) {
    var _ =
        world
            .aws
            .runtime()
            .invokeEndpoint(
                InvokeEndpointRequest.builder()
                    .endpointName(TestWorld.ENDPOINT)
                    .targetVariant("none")
                    .build(),
                TestWorld.CALLER);
  }

  private static void unknownSession(TestWorld world) {
    var _ =
        world
            .aws
            .runtime()
            .invokeEndpoint(
                InvokeEndpointRequest.builder()
                    .endpointName(TestWorld.ENDPOINT)
                    .sessionId("gone")
                    .build(),
                TestWorld.CALLER);
  }

  private static void refusedFor(TestWorld world, Consumer<TestWorld> what, String text) {
    assertThatThrownBy(() -> what.accept(world))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(text);
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
