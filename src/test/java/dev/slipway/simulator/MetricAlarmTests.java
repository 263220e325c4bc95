package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.refused;
import static dev.slipway.simulator.Watched.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import tools.jackson.databind.node.ObjectNode;

/** Alarms on metrics, in time. */
class MetricAlarmTests {

  private final TestWorld world = new TestWorld();
  private final Watched endpoint = new Watched(world);
  private final AbortMetric abort = new AbortMetric(world);

  @Test
  void anAlarmBeginsWithoutDataAndActsOnTransitionsOnly() {
    endpoint.serve("{\"error_rate\":1}");
    world.errorAlarm("errors", "missing", null);
    assertThat(world.alarm("errors")).isEqualTo("INSUFFICIENT_DATA");

    for (int minute = 0; minute < 5; minute++) {
      endpoint.fail(6);
      world.advance(60);
    }
    assertThat(world.alarm("errors")).isEqualTo("ALARM");
    assertThat(world.messages)
        .containsExactly(
            "arn:aws:sns:us-east-1:123456789012:alerts ALARM: \"errors\" in us-east-1");
    var states =
        world
            .aws
            .alarmHistory()
            .describeAlarmHistory(
                DescribeAlarmHistoryRequest.builder()
                    .alarmName("errors")
                    .historyItemType(HistoryItemType.STATE_UPDATE)
                    .build(),
                TestWorld.CALLER)
            .alarmHistoryItems();
    assertThat(states.getFirst().historySummary())
        .isEqualTo("Alarm updated from INSUFFICIENT_DATA to ALARM");
  }

  @Test
  void theHistoryOfADeletedAlarmIsToldForThirtyDays() {
    world.errorAlarm("errors", "missing", null);
    world.setAlarm("errors", StateValue.ALARM);
    var _ =
        world
            .aws
            .alarms()
            .deleteAlarms(
                DeleteAlarmsRequest.builder().alarmNames("errors").build(), TestWorld.CALLER);
    String made = "Alarm \"errors\" created";
    String deleted = "Alarm \"errors\" deleted";
    assertThat(history()).contains(made, "Alarm updated from INSUFFICIENT_DATA to ALARM", deleted);

    world.restart();
    world.advance(20 * 86_400);
    assertThat(history()).contains(deleted);
    world.errorAlarm("errors", "missing", null);
    assertThat(history()).containsOnlyOnce(deleted).filteredOn(made::equals).hasSize(2);
    var _ =
        world
            .aws
            .alarms()
            .deleteAlarms(
                DeleteAlarmsRequest.builder().alarmNames("errors").build(), TestWorld.CALLER);
    world.advance(31 * 86_400);
    assertThat(history()).isEmpty();
  }

  private List<String> history() {
    return world
        .aws
        .alarmHistory()
        .describeAlarmHistory(
            DescribeAlarmHistoryRequest.builder().alarmName("errors").build(), TestWorld.CALLER)
        .alarmHistoryItems()
        .stream()
        .map(AlarmHistoryItem::historySummary)
        .toList();
  }

  @Test
  void anUpdateKeepsAnAlarmsState() {
    world.errorAlarm("errors", "missing", null);
    world.setAlarm("errors", StateValue.OK);

    world.errorAlarm("errors", "ignore", null);

    assertThat(world.alarm("errors")).isEqualTo("OK");
    world.restart();
    assertThat(world.alarm("errors")).isEqualTo("OK");
  }

  @Test
  void anAbortAlarmOnAHighResolutionMetricGoesOffWithinTwentySeconds() {
    abort.alarm("abort");
    abort.put(0);
    world.advance(20);
    assertThat(world.alarm("abort")).isEqualTo("OK");

    abort.put(1);
    world.advance(10);

    assertThat(world.alarm("abort")).isEqualTo("ALARM");
  }

  @Test
  void anAlarmThatCannotBeEvaluatedDoesNotHoldUpTheOthers() {
    abort.alarm("bad");
    world
        .journal
        .all("cloudwatch.alarm")
        .forEach((key, alarm) -> {
          ObjectNode bad = (ObjectNode) alarm.deepCopy();
          ((ObjectNode) bad.get("definition")).put("Period", 0);
          world.journal.put("cloudwatch.alarm", key, bad);
        });
    abort.alarm("good");
    var _ =
        world
            .aws
            .alarms()
            .putCompositeAlarm(
                PutCompositeAlarmRequest.builder()
                    .alarmName("any")
                    .alarmRule("ALARM(good)")
                    .build(),
                TestWorld.CALLER);
    world.restart();
    world.advance(50);
    abort.put(1);

    world.advance(10);

    assertThat(world.alarm("bad")).isEqualTo("INSUFFICIENT_DATA");
    assertThat(world.alarm("good")).isEqualTo("ALARM");
    assertThat(
            world
                .aws
                .alarms()
                .describeAlarms(
                    DescribeAlarmsRequest.builder()
                        .alarmNames("any")
                        .alarmTypes(AlarmType.COMPOSITE_ALARM)
                        .build(),
                    TestWorld.CALLER)
                .compositeAlarms()
                .getFirst()
                .stateValueAsString())
        .isEqualTo("ALARM");
  }

  @Test
  void anAlarmOnAnHourCountsTheSixtyMinutesUpToNow() {
    invocationsOf(3600, 1, 20);
    world.advance(30 * 60);
    endpoint.serve("{}");
    world.advance(25 * 60);
    endpoint.fail(12);
    world.advance(40 * 60);
    endpoint.fail(12);
    world.advance(5 * 60);
    assertThat(world.alarm("busy")).isEqualTo("ALARM");

    world.advance(20 * 60);

    assertThat(world.alarm("busy")).isEqualTo("OK");
  }

  @Test
  void anAlarmOverMoreThanADayLooksAtWholeHoursOfTheClock() {
    invocationsOf(3600, 25, 0.5);
    endpoint.serve("{}");
    for (int hour = 0; hour < 24; hour++) {
      endpoint.fail(1);
      world.advance(3600);
    }
    endpoint.fail(1);
    world.advance(20 * 60);
    assertThat(world.alarm("busy")).isNotEqualTo("ALARM");

    world.advance(40 * 60);

    assertThat(world.alarm("busy")).isEqualTo("ALARM");
  }

  /** An alarm on more invocations than that in every one of so many periods. */
  private void invocationsOf(int period, int evaluationPeriods, double threshold) {
    var _ =
        world
            .aws
            .alarms()
            .putMetricAlarm(
                PutMetricAlarmRequest.builder()
                    .alarmName("busy")
                    .namespace("AWS/SageMaker")
                    .metricName("Invocations")
                    .dimensions(Watched.dimensions())
                    .statistic(Statistic.SUM)
                    .period(period)
                    .evaluationPeriods(evaluationPeriods)
                    .threshold(threshold)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                    .build(),
                TestWorld.CALLER);
  }

  @Test
  void aMetricMathAlarmNeedsBothCountAndRate() {
    endpoint.serve("{\"error_rate\":0.2}");
    var _ =
        world
            .aws
            .alarms()
            .putMetricAlarm(
                PutMetricAlarmRequest.builder()
                    .alarmName("guarded")
                    .metrics(
                        query("errors", "Invocation5XXErrors"),
                        query("all", "Invocations"),
                        MetricDataQuery.builder()
                            .id("bad")
                            .expression(
                                "IF(FILL(errors, 0) >= 3 AND 100 * FILL(errors, 0) / all > 2,"
                                    + " 1, 0)")
                            .returnData(true)
                            .build())
                    .evaluationPeriods(3)
                    .datapointsToAlarm(2)
                    .threshold(1.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                    .treatMissingData("notBreaching")
                    .build(),
                TestWorld.CALLER);
    endpoint.fail(10);
    world.advance(180);
    assertThat(world.alarm("guarded")).isEqualTo("OK");

    endpoint.fail(20);
    world.advance(60);
    endpoint.fail(20);
    world.advance(180);

    assertThat(world.alarm("guarded")).isEqualTo("ALARM");
  }

  @Test
  void alarmsThatSayNothingAreRefused() {
    PutMetricAlarmRequest.Builder alarm =
        PutMetricAlarmRequest.builder()
            .alarmName("a")
            .namespace("N")
            .metricName("M")
            .statistic(Statistic.SUM)
            .evaluationPeriods(1)
            .threshold(1.0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD);

    refusedToPut(alarm.period(45).build(), "Period");
    refusedToPut(alarm.period(60).datapointsToAlarm(2).build(), "DatapointsToAlarm");
    refusedToPut(
        alarm.datapointsToAlarm(1).treatMissingData("sometimes").build(), "TreatMissingData");
    refusedToPut(math(null, 1441), "across more than a day");
    refusedToPut(math(3600, 169), "across more than 7 days");
    refusedToPut(math(45, 1), "Period");
    refused(
        () ->
            world
                .aws
                .alarms()
                .deleteAlarms(
                    DeleteAlarmsRequest.builder().alarmNames("nobody").build(), TestWorld.CALLER),
        404,
        "ResourceNotFound",
        "nobody");
  }

  private static PutMetricAlarmRequest math(@Nullable Integer period, int evaluationPeriods) {
    return PutMetricAlarmRequest.builder()
        .alarmName("a")
        .metrics(
            query("all", "Invocations"),
            MetricDataQuery.builder().id("twice").expression("all * 2").period(period).build())
        .evaluationPeriods(evaluationPeriods)
        .threshold(1.0)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
        .build();
  }

  private void refusedToPut(PutMetricAlarmRequest request, String text) {
    refused(
        () -> world.aws.alarms().putMetricAlarm(request, TestWorld.CALLER),
        "ValidationError",
        text);
  }
}
