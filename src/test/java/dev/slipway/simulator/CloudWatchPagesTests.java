package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Alarms and their history, read page by page while they change. */
class CloudWatchPagesTests {

  private final TestWorld world = new TestWorld();
  private final AbortMetric abort = new AbortMetric(world);

  @Test
  void whoDeletesTheAlarmsOfEachPageSkipsNone() {
    for (String name : List.of("a1", "a2", "a3", "a4", "a5")) {
      abort.alarm(name);
    }
    List<String> deleted = new ArrayList<>();
    Pages.read(
        token ->
            world
                .aws
                .alarms()
                .describeAlarms(
                    DescribeAlarmsRequest.builder().maxRecords(2).nextToken(token).build(),
                    TestWorld.CALLER),
        DescribeAlarmsResponse::nextToken,
        page -> {
          List<String> names = page.metricAlarms().stream().map(MetricAlarm::alarmName).toList();
          var _ =
              world
                  .aws
                  .alarms()
                  .deleteAlarms(
                      DeleteAlarmsRequest.builder().alarmNames(names).build(), TestWorld.CALLER);
          deleted.addAll(names);
        });

    assertThat(deleted).containsExactly("a1", "a2", "a3", "a4", "a5");
  }

  @ParameterizedTest
  @EnumSource(
      value = ScanBy.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "UNKNOWN_TO_SDK_VERSION")
  void historyOfOneMomentIsGivenOnceInOrder(ScanBy order) {
    abort.alarm("abort");
    for (StateValue state : List.of(StateValue.OK, StateValue.ALARM, StateValue.OK)) {
      world.setAlarm("abort", state);
    }

    List<String> oldestFirst =
        List.of(
            "Alarm \"abort\" created",
            "Alarm updated from INSUFFICIENT_DATA to OK",
            "Alarm updated from OK to ALARM",
            "Alarm updated from ALARM to OK");
    assertThat(history(order, 1, () -> {}).stream().map(AlarmHistoryItem::historySummary).toList())
        .isEqualTo(order == ScanBy.TIMESTAMP_ASCENDING ? oldestFirst : oldestFirst.reversed());
  }

  @ParameterizedTest
  @EnumSource(
      value = ScanBy.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "UNKNOWN_TO_SDK_VERSION")
  void whoReadsAHistoryThatGrowsBeyondItsBoundMeanwhileReadsAllOnce(ScanBy order) {
    abort.alarm("abort");
    for (int i = 0; i < 60; i++) {
      aMomentOfAlarm("abort");
    }
    List<AlarmHistoryItem> before = history(order, 100, () -> {});
    assertThat(before).hasSize(100);

    // Pages end between two items of one moment.
    List<AlarmHistoryItem> told = history(order, 31, () -> aMomentOfAlarm("abort"));

    int both = Math.min(told.size(), before.size());
    assertThat(both).as("what was not dropped before it was read").isGreaterThan(90);
    assertThat(told.subList(0, both)).isEqualTo(before.subList(0, both));
  }

  private void aMomentOfAlarm(String name) {
    world.setAlarm(name, StateValue.ALARM);
    world.setAlarm(name, StateValue.OK);
    world.advance(10);
  }

  /** Of all alarms, page by page. */
  private List<AlarmHistoryItem> history(ScanBy order, int size, Runnable afterEachPage) {
    List<AlarmHistoryItem> told = new ArrayList<>();
    Pages.read(
        token ->
            world
                .aws
                .alarmHistory()
                .describeAlarmHistory(
                    DescribeAlarmHistoryRequest.builder()
                        .scanBy(order)
                        .maxRecords(size)
                        .nextToken(token)
                        .build(),
                    TestWorld.CALLER),
        DescribeAlarmHistoryResponse::nextToken,
        page -> {
          told.addAll(page.alarmHistoryItems());
          afterEachPage.run();
        });
    return told;
  }
}
