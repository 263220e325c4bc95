package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.invalid;
import static dev.slipway.simulator.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import tools.jackson.databind.node.ObjectNode;

/** Step scaling at work, tick by tick, by alarms of one's own, and what no policy may be. */
class StepScalingTests {

  private static final String BREACH_OF_150 =
      "{\"version\":\"1.0\",\"recentDatapoints\":[90.0,120.0,250.0],\"threshold\":100.0}";

  private final TestWorld world = new TestWorld();
  private final Scaled scaled = new Scaled(world);

  @BeforeEach
  void versionOneServesOnTwoInstances() {
    world.versionOneServesOnTwoInstances();
    scaled.register(1, 6);
  }

  @Test
  void anAlarmOfOnesOwnClimbsAStepPolicy() {
    String arn = stepPolicy();
    queueAlarm(arn);
    assertThat(
            world
                .aws
                .policies()
                .describeScalingPolicies(
                    DescribeScalingPoliciesRequest.builder().serviceNamespace("sagemaker").build(),
                    TestWorld.CALLER)
                .scalingPolicies()
                .getFirst()
                .alarms())
        .extracting(alarm -> alarm.alarmName())
        .containsExactly("queue");

    waiting(150);
    world.advance(60);
    assertThat(scaled.desired()).isEqualTo(3);
    assertThat(scaled.activities().getFirst().cause())
        .isEqualTo("monitor alarm queue in state ALARM triggered policy steps");
    waiting(50);
    world.advance(130);
    assertThat(scaled.activities().getFirst().statusCodeAsString()).isEqualTo("Successful");

    waiting(350);
    world.advance(60);
    assertThat(scaled.desired()).isEqualTo(5);
  }

  @Test
  void anAlarmSetByHandClimbsAStepPolicyByTheDataGiven() {
    queueAlarm(stepPolicy());

    setQueue("ALARM", null);
    assertThat(scaled.desired()).isEqualTo(2);
    setQueue("ALARM", BREACH_OF_150);
    assertThat(scaled.desired()).as("it was in ALARM already").isEqualTo(2);

    setQueue("OK", BREACH_OF_150);
    assertThat(scaled.desired()).as("OK has no action").isEqualTo(2);
    setQueue("ALARM", BREACH_OF_150);
    assertThat(scaled.desired()).isEqualTo(4);
    assertThat(scaled.activities().getFirst().cause())
        .isEqualTo("monitor alarm queue in state ALARM triggered policy steps");
  }

  @ParameterizedTest
  @CsvSource({"2, 6", "1, 2"})
  void anAlarmSetByHandWithoutDataLeavesNoWordOfBoundsThatWereReached(int min, int max) {
    scaled.register(min, max);
    queueAlarm(stepPolicy());

    setQueue("ALARM", null);

    assertThat(scaled.activitiesAndWhatWasNotScaled()).isEmpty();
  }

  @Test
  void aStepPolicyAtItsBoundTellsThatItDidNotScale() {
    scaled.register(1, 2);
    queueAlarm(stepPolicy());

    setQueue("ALARM", BREACH_OF_150);

    assertThat(scaled.activitiesAndWhatWasNotScaled())
        .singleElement()
        .satisfies(activity ->
            assertThat(activity.notScaledReasons().getFirst().code())
                .isEqualTo("AlreadyAtMaxCapacity"));
  }

  @Test
  void whatWasSaidOfAnAlarmSetByHandHoldsUntilItsNextEvaluation() {
    queueAlarm(stepPolicy());
    waiting(110);
    world.advance(10);

    setQueue("ALARM", null);
    assertThat(scaled.desired()).isEqualTo(2);

    world.advance(50);
    assertThat(scaled.desired()).isEqualTo(3);
  }

  @Test
  void anAlarmIsNotSetForReasonsThatAreNoJson() {
    queueAlarm(stepPolicy());

    refused(() -> setQueue("ALARM", "{it rained"), "InvalidFormat", "JSON");

    assertThat(world.alarm("queue")).isEqualTo("INSUFFICIENT_DATA");
  }

  @Test
  void aTargetWhoseBoundsAreCrossedInAnOldJournalIsLeftAsItIs() {
    String kind = "scaling.target";
    var targets = Map.copyOf(world.journal.all(kind));
    targets.forEach((key, target) ->
        world.journal.put(kind, key, ((ObjectNode) target.deepCopy()).put("min", 9)));
    world.restart();
    String steps = stepPolicy();
    queueAlarm(steps);

    waiting(150);
    world.advance(120);
    assertThat(world.alarm("queue")).isEqualTo("ALARM");
    assertThat(scaled.desired()).isEqualTo(2);
    var _ =
        world
            .aws
            .targets()
            .tagResource(
                TagResourceRequest.builder()
                    .resourceARN(scaled.target().scalableTargetARN())
                    .tags(Map.of("team", "risk"))
                    .build(),
                TestWorld.CALLER);

    scaled.schedule("soon", "rate(1 minute)", 4, null);
    world.advance(120);
    assertThat(scaled.desired()).isEqualTo(4);
  }

  @Test
  void whatAPolicyMayNotBeIsRefused() {
    refusedToPut(
        Scaled.policy("steps").policyType("StepScaling").policyType("TargetTrackingScaling"),
        "needs TargetTrackingScalingPolicyConfiguration");
    refusedToPut(
        Scaled.policy("steps").policyType("StepScaling").policyType("PredictiveScaling"),
        "not supported for sagemaker");
    refusedToPut(
        Scaled.policy("steps")
            .policyType("StepScaling")
            .stepScalingPolicyConfiguration(c -> c.adjustmentType("ChangeInCapacity")),
        "1 to 20 step adjustments");
    refusedToPut(
        Scaled.policy("steps")
            .policyType("StepScaling")
            .stepScalingPolicyConfiguration(c ->
                c.adjustmentType("ChangeInCapacity")
                    .stepAdjustments(
                        step -> step.metricIntervalLowerBound(Double.NaN).scalingAdjustment(1))),
        "upper bound must be greater than the lower bound");
  }

  private String stepPolicy() {
    return world
        .aws
        .policies()
        .putScalingPolicy(
            Scaled.policy("steps")
                .policyType("StepScaling")
                .stepScalingPolicyConfiguration(steps ->
                    steps
                        .adjustmentType("ChangeInCapacity")
                        .cooldown(60)
                        .stepAdjustments(
                            one ->
                                one.metricIntervalLowerBound(0.0)
                                    .metricIntervalUpperBound(100.0)
                                    .scalingAdjustment(1),
                            two -> two.metricIntervalLowerBound(100.0).scalingAdjustment(2)))
                .build(),
            TestWorld.CALLER)
        .policyARN();
  }

  private void queueAlarm(String policy) {
    var _ =
        world
            .aws
            .alarms()
            .putMetricAlarm(
                PutMetricAlarmRequest.builder()
                    .alarmName("queue")
                    .namespace("shop")
                    .metricName("waiting")
                    .statistic("Maximum")
                    .period(60)
                    .evaluationPeriods(1)
                    .threshold(100.0)
                    .comparisonOperator("GreaterThanThreshold")
                    .alarmActions(policy)
                    .build(),
                TestWorld.CALLER);
  }

  private void setQueue(String state, @Nullable String data) {
    var _ =
        world
            .aws
            .alarms()
            .setAlarmState(
                SetAlarmStateRequest.builder()
                    .alarmName("queue")
                    .stateValue(state)
                    .stateReason("a rehearsal")
                    .stateReasonData(data)
                    .build(),
                TestWorld.CALLER);
  }

  private void waiting(double value) {
    var _ =
        world
            .aws
            .metrics()
            .putMetricData(
                PutMetricDataRequest.builder()
                    .namespace("shop")
                    .metricData(MetricDatum.builder().metricName("waiting").value(value).build())
                    .build(),
                TestWorld.CALLER);
  }

  private void refusedToPut(PutScalingPolicyRequest.Builder request, String text) {
    invalid(() -> world.aws.policies().putScalingPolicy(request.build(), TestWorld.CALLER), text);
  }
}
