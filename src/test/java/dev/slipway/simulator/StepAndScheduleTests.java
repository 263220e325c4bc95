package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import tools.jackson.databind.node.ObjectNode;

/** Step scaling and scheduled actions at work, tick by tick. */
class StepAndScheduleTests {

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

    assertThatThrownBy(() -> setQueue("ALARM", "{it rained"))
        .isInstanceOfSatisfying(
            ServiceException.class, error -> assertThat(error.code()).isEqualTo("InvalidFormat"));

    assertThat(world.alarm("queue")).isEqualTo("INSUFFICIENT_DATA");
  }

  @Test
  void aScheduledActionMovesTheBounds() {
    schedule("morning", "cron(0 10 * * ? *)", 4, 8);
    world.advance(3600 - 180 - 10);
    assertThat(scaled.desired()).isEqualTo(2);

    world.advance(10);

    assertThat(scaled.desired()).isEqualTo(4);
    assertThat(scaled.activities().getFirst().cause()).isEqualTo("minimum capacity was set to 4");
    world.restart();
    world.advance(200);
    assertThat(
            world
                .aws
                .scheduled()
                .describeScheduledActions(
                    DescribeScheduledActionsRequest.builder().serviceNamespace("sagemaker").build(),
                    TestWorld.CALLER)
                .scheduledActions()
                .getFirst()
                .scheduledActionARN())
        .endsWith(":resource/sagemaker/" + Scaled.RESOURCE + ":scheduledActionName/morning");
    assertThat(scaled.desired()).isEqualTo(4);
  }

  @Test
  void aScheduledActionThatWouldCrossTheBoundsFailsAndScalingGoesOn() {
    scaled.register(2, 6);
    schedule("night", "cron(0 10 * * ? *)", null, 1);
    schedule("noon", "cron(0 12 * * ? *)", 3, null);

    world.advance(3600);
    assertThat(scaled.activities())
        .singleElement()
        .satisfies(activity -> {
          assertThat(activity.statusCodeAsString()).isEqualTo("Failed");
          assertThat(activity.cause()).isEqualTo("scheduled action name night was triggered");
          assertThat(activity.description())
              .isEqualTo("Setting min capacity to 2 and max capacity to 1");
        });
    scaled.register(2, 6);

    world.advance(2 * 3600);
    assertThat(scaled.desired()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"cron(0 12 * * ? *), 2026-01-05T12:00:00Z", "rate(2 hours), 2026-01-05T12:15:00Z"})
  void whatRecursIsCarriedOutAtItsStartAndThenAsItRecurs(String when, Instant then) {
    Instant start = Instant.parse("2026-01-05T10:15:00Z");
    schedule(when, action -> action.startTime(start));
    assertThat(leastAt(start.minusSeconds(10))).isEqualTo(1);
    assertThat(leastAt(start)).isEqualTo(4);

    scaled.register(1, 6);
    world.restart();
    assertThat(leastAt(then.minusSeconds(10))).isEqualTo(1);
    assertThat(leastAt(then)).isEqualTo(4);
  }

  @Test
  void whatRecursIsCarriedOutAtItsStartOnlyWhenItEndsBeforeItRecurs() {
    Instant start = Instant.parse("2026-01-05T10:15:00Z");
    schedule("cron(0 12 * * ? *)", action -> action.startTime(start).endTime(start));
    assertThat(leastAt(start)).isEqualTo(4);

    scaled.register(1, 6);
    assertThat(leastAt(Instant.parse("2026-01-05T13:00:00Z"))).isEqualTo(1);
  }

  @Test
  void whatIsDueOnceBeforeItsStartIsNeverCarriedOut() {
    Instant start = Instant.parse("2026-01-05T10:15:00Z");
    schedule("at(2026-01-05T10:00:00)", action -> action.startTime(start));
    assertThat(leastAt(start.plusSeconds(60))).isEqualTo(1);
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
                    .resourceARN(target().scalableTargetARN())
                    .tags(Map.of("team", "risk"))
                    .build(),
                TestWorld.CALLER);

    schedule("soon", "rate(1 minute)", 4, null);
    world.advance(120);
    assertThat(scaled.desired()).isEqualTo(4);
  }

  @Test
  void whatAPolicyMayNotBeIsRefused() {
    refused(
        Scaled.policy("steps").policyType("StepScaling").policyType("TargetTrackingScaling"),
        "needs TargetTrackingScalingPolicyConfiguration");
    refused(
        Scaled.policy("steps").policyType("StepScaling").policyType("PredictiveScaling"),
        "not supported for sagemaker");
    refused(
        Scaled.policy("steps")
            .policyType("StepScaling")
            .stepScalingPolicyConfiguration(c -> c.adjustmentType("ChangeInCapacity")),
        "1 to 20 step adjustments");
    assertThatThrownBy(() -> schedule("x", "every day", 1, 2)).hasMessageContaining("Invalid");
    assertThatThrownBy(() -> schedule("x", "rate(1 day)", null, null))
        .hasMessageContaining("MinCapacity, MaxCapacity or both");
    assertThatThrownBy(() -> schedule("x", "rate(1 day)", 2, 1))
        .hasMessageContaining("Maximum capacity cannot be less than minimum capacity");
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

  private void refused(PutScalingPolicyRequest.Builder request, String text) {
    assertThatThrownBy(
            () -> world.aws.policies().putScalingPolicy(request.build(), TestWorld.CALLER))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(text);
  }

  private void schedule(String name, String when, @Nullable Integer min, @Nullable Integer max) {
    schedule(
        when,
        action ->
            action
                .scheduledActionName(name)
                .scalableTargetAction(bounds -> bounds.minCapacity(min).maxCapacity(max)));
  }

  /** At least four instances from then on, unless more is said. */
  private void schedule(String when, Consumer<PutScheduledActionRequest.Builder> more) {
    PutScheduledActionRequest.Builder action =
        PutScheduledActionRequest.builder()
            .scheduledActionName("four")
            .serviceNamespace("sagemaker")
            .resourceId(Scaled.RESOURCE)
            .scalableDimension(Scaled.DIMENSION)
            .schedule(when)
            .scalableTargetAction(bounds -> bounds.minCapacity(4));
    more.accept(action);
    var _ = world.aws.scheduled().putScheduledAction(action.build(), TestWorld.CALLER);
  }

  /** The least that the target has at a time to come. */
  private int leastAt(Instant when) {
    world.clock.advance(Duration.between(world.clock.now(), when));
    return target().minCapacity();
  }

  private ScalableTarget target() {
    return world
        .aws
        .targets()
        .describeScalableTargets(
            DescribeScalableTargetsRequest.builder().serviceNamespace("sagemaker").build(),
            TestWorld.CALLER)
        .scalableTargets()
        .getFirst();
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
}
