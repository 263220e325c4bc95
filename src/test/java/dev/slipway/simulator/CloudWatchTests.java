package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import tools.jackson.databind.node.ObjectNode;

/** Metrics and alarms in time. */
class CloudWatchTests {

  private final TestWorld world = new TestWorld();

  @Test
  void invocationsAreCountedUnderBothSetsOfDimensionsAndArriveLate() {
    serve("{}");
    Instant minute = world.clock.now();
    for (int i = 0; i < 7; i++) {
      var _ = world.invoke();
    }

    world.advance(60);
    assertThat(sum("Invocations", minute)).isEmpty();
    world.advance(60);
    assertThat(sum("Invocations", minute)).containsExactly(7.0);
    assertThat(sum("Invocations", minute, dimension("EndpointConfigName", "v1")))
        .containsExactly(7.0);
    assertThat(sum("InvocationsPerInstance", minute)).containsExactly(3.5);
    assertThat(sum("Invocation5XXErrors", minute)).containsExactly(0.0);
    assertThat(sum("ModelLatency", minute).getFirst()).isPositive();
  }

  @Test
  void aSlowModelIsSlowInItsMetric() {
    serve("{\"latency_ms\":40}");
    Instant minute = world.clock.now();
    for (int i = 0; i < 5; i++) {
      var _ = world.invoke();
    }
    world.advance(120);

    var points =
        world
            .aws
            .metrics()
            .getMetricStatistics(
                GetMetricStatisticsRequest.builder()
                    .namespace("AWS/SageMaker")
                    .metricName("ModelLatency")
                    .dimensions(dimensions())
                    .startTime(minute)
                    .endTime(minute.plusSeconds(60))
                    .period(60)
                    .statistics(Statistic.AVERAGE, Statistic.SAMPLE_COUNT)
                    .extendedStatistics("p99")
                    .build(),
                TestWorld.CALLER)
            .datapoints();

    assertThat(points).hasSize(1);
    Datapoint point = points.getFirst();
    assertThat(point.average()).isGreaterThan(40_000);
    assertThat(point.sampleCount()).isEqualTo(5);
    assertThat(point.extendedStatistics().get("p99")).isGreaterThan(38_000);
  }

  @Test
  void anEndpointWithoutTrafficReportsZeros() {
    serve("{}");
    Instant minute = world.clock.now();
    world.advance(120);

    assertThat(sum("Invocations", minute)).containsExactly(0.0);
    assertThat(sum("InvocationsPerInstance", minute)).containsExactly(0.0);
    assertThat(sum("Invocation5XXErrors", minute)).isEmpty();
  }

  @Test
  void metricsAreListedByNamespaceNameAndDimensions() {
    serve("{}");
    var _ = world.invoke();

    var metrics =
        world
            .aws
            .metrics()
            .listMetrics(
                ListMetricsRequest.builder()
                    .namespace("AWS/SageMaker")
                    .metricName("ModelLatency")
                    .build(),
                TestWorld.CALLER)
            .metrics();

    assertThat(metrics).extracting(metric -> metric.dimensions().size()).containsExactly(3, 2);
  }

  @Test
  void anAlarmBeginsWithoutDataAndActsOnTransitionsOnly() {
    serve("{\"error_rate\":1}");
    world.errorAlarm("errors", "missing", null);
    assertThat(world.alarm("errors")).isEqualTo("INSUFFICIENT_DATA");

    for (int minute = 0; minute < 5; minute++) {
      fail(6);
      world.advance(60);
    }
    assertThat(world.alarm("errors")).isEqualTo("ALARM");
    assertThat(world.messages)
        .containsExactly(
            "arn:aws:sns:us-east-1:123456789012:alerts ALARM: \"errors\" in us-east-1");
    var states =
        world
            .aws
            .alarms()
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
  void whoDeletesTheAlarmsOfEachPageSkipsNone() {
    for (String name : List.of("a1", "a2", "a3", "a4", "a5")) {
      abortAlarm(name);
    }
    List<String> deleted = new ArrayList<>();
    String token = null;
    do {
      var page =
          world
              .aws
              .alarms()
              .describeAlarms(
                  DescribeAlarmsRequest.builder().maxRecords(2).nextToken(token).build(),
                  TestWorld.CALLER);
      List<String> names = page.metricAlarms().stream().map(MetricAlarm::alarmName).toList();
      var _ =
          world
              .aws
              .alarms()
              .deleteAlarms(
                  DeleteAlarmsRequest.builder().alarmNames(names).build(), TestWorld.CALLER);
      deleted.addAll(names);
      token = page.nextToken();
    } while (token != null);

    assertThat(deleted).containsExactly("a1", "a2", "a3", "a4", "a5");
  }

  @ParameterizedTest
  @EnumSource(
      value = ScanBy.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "UNKNOWN_TO_SDK_VERSION")
  void historyOfOneMomentIsGivenOnceInOrder(ScanBy order) {
    abortAlarm("abort");
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
    abortAlarm("abort");
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
    String token = null;
    do {
      var page =
          world
              .aws
              .alarms()
              .describeAlarmHistory(
                  DescribeAlarmHistoryRequest.builder()
                      .scanBy(order)
                      .maxRecords(size)
                      .nextToken(token)
                      .build(),
                  TestWorld.CALLER);
      told.addAll(page.alarmHistoryItems());
      token = page.nextToken();
      afterEachPage.run();
    } while (token != null);
    return told;
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
    abortAlarm("abort");
    put(0);
    world.advance(20);
    assertThat(world.alarm("abort")).isEqualTo("OK");

    put(1);
    world.advance(10);

    assertThat(world.alarm("abort")).isEqualTo("ALARM");
  }

  @Test
  void anAlarmThatCannotBeEvaluatedDoesNotHoldUpTheOthers() {
    abortAlarm("bad");
    world
        .journal
        .all("cloudwatch.alarm")
        .forEach((key, alarm) -> {
          ObjectNode bad = (ObjectNode) alarm.deepCopy();
          ((ObjectNode) bad.get("definition")).put("Period", 0);
          world.journal.put("cloudwatch.alarm", key, bad);
        });
    abortAlarm("good");
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
    put(1);

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

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, SampleCount must be greater than 0",
    "-1, 0, 0, 0, SampleCount must be greater than 0",
    "1, 5, 6, 4, Maximum must be greater than or equal to StatisticValues.Minimum",
    "1, 0, 0, -0.0, Maximum must be greater than or equal to StatisticValues.Minimum",
    "NaN, 5, 5, 5, StatisticValues.SampleCount is invalid",
    "1, Infinity, 5, 5, StatisticValues.Sum is invalid",
    "1, 5, NaN, 5, StatisticValues.Minimum is invalid",
    "1, 5, 5, NaN, StatisticValues.Maximum is invalid",
  })
  void aSummaryOfNoValuesIsRefused(
      double samples, double sum, double least, double greatest, String text) {
    invalid(
        text,
        datum("latency")
            .statisticValues(
                set -> set.sampleCount(samples).sum(sum).minimum(least).maximum(greatest)));
  }

  @Test
  void nothingIsKeptOfDataThatAreRefused() {
    String unequal = "Values and Counts must have the same number of elements";
    invalid(unequal, datum("queued").values(1.0, 2.0).counts(3.0));
    invalid(unequal, datum("queued").values(1.0).counts(3.0, 4.0));
    invalid("Counts is invalid", datum("queued").values(1.0).counts(Double.NaN));
    invalid("must not be negative", datum("queued").values(1.0, 2.0).counts(3.0, -1.0));
    invalid("Value is invalid", datum("queued").values(1.0, Double.NaN));
    invalid("Value is invalid", datum("queued").value(1.0), datum("queued").value(Double.NaN));

    assertThat(
            world
                .aws
                .metrics()
                .listMetrics(
                    ListMetricsRequest.builder().namespace("shop").build(), TestWorld.CALLER)
                .metrics())
        .isEmpty();
  }

  @Test
  void aMetricMathAlarmNeedsBothCountAndRate() {
    serve("{\"error_rate\":0.2}");
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
    fail(10);
    world.advance(180);
    assertThat(world.alarm("guarded")).isEqualTo("OK");

    fail(20);
    world.advance(60);
    fail(20);
    world.advance(180);

    assertThat(world.alarm("guarded")).isEqualTo("ALARM");
  }

  @Test
  void metricDataIsReadByExpressionNewestFirst() {
    serve("{}");
    Instant start = world.clock.now();
    var _ = world.invoke();
    world.advance(60);
    var _ = world.invoke();
    var _ = world.invoke();
    world.advance(180);

    var results =
        world
            .aws
            .metrics()
            .getMetricData(
                GetMetricDataRequest.builder()
                    .startTime(start)
                    .endTime(start.plusSeconds(120))
                    .metricDataQueries(
                        query("all", "Invocations"),
                        MetricDataQuery.builder().id("double").expression("all * 2").build())
                    .build(),
                TestWorld.CALLER)
            .metricDataResults();

    assertThat(results).hasSize(1);
    assertThat(results.getFirst().values()).containsExactly(4.0, 2.0);
    assertThat(results.getFirst().timestamps()).containsExactly(start.plusSeconds(60), start);
  }

  @ParameterizedTest
  @CsvSource({
    "86460, 60, InvalidParameterCombination, up to 1441 datapoints",
    "7200, 1, InvalidParameterCombination, up to 7200 datapoints",
    "0, 60, InvalidParameterValue, StartTime must not equal parameter EndTime",
    "-60, 60, InvalidParameterValue, StartTime must be less than the parameter EndTime",
    "3600, 45, InvalidParameterValue, Period must be",
    "3600, 90, InvalidParameterValue, Period must be",
    "3600, 0, InvalidParameterValue, Period must be",
  })
  void statisticsBeyondWhatOneCallMayAskAreRefused(
      int seconds, int period, String code, String text) {
    refused(() -> statistics(seconds, period), code, text);
  }

  @ParameterizedTest
  @CsvSource({"86400, 60", "1440, 1", "7200, 5", "3600, 10", "3600, 20", "3600, 30", "1, 120"})
  void statisticsWithinWhatOneCallMayAskAreGiven(int seconds, int period) {
    assertThat(statistics(seconds, period)).isEmpty();
  }

  @Test
  void metricDataOfOddPeriodsAreRefused() {
    String odd = "Period must be";
    refused(() -> data(45, null), "ValidationError", odd);
    refused(() -> data(60, 90), "ValidationError", odd);

    data(20, 120);
  }

  private List<Datapoint> statistics(int seconds, int period) {
    // In the middle of a minute: so are most of those who ask for a day until now.
    Instant start = world.clock.now().plusSeconds(30);
    return world
        .aws
        .metrics()
        .getMetricStatistics(
            GetMetricStatisticsRequest.builder()
                .namespace("shop")
                .metricName("queued")
                .startTime(start)
                .endTime(start.plusSeconds(seconds))
                .period(period)
                .statistics(Statistic.SUM)
                .build(),
            TestWorld.CALLER)
        .datapoints();
  }

  private void data(int period, @Nullable Integer expressionPeriod) {
    Instant start = world.clock.now();
    var _ =
        world
            .aws
            .metrics()
            .getMetricData(
                GetMetricDataRequest.builder()
                    .startTime(start)
                    .endTime(start.plusSeconds(3600))
                    .metricDataQueries(
                        query("all", "Invocations").toBuilder()
                            .metricStat(stat ->
                                stat.period(period)
                                    .stat("Sum")
                                    .metric(m -> m.namespace("shop").metricName("queued")))
                            .build(),
                        MetricDataQuery.builder()
                            .id("twice")
                            .expression("all * 2")
                            .period(expressionPeriod)
                            .build())
                    .build(),
                TestWorld.CALLER);
  }

  private static void refused(ThrowingCallable call, String code, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServiceException.class,
            error -> {
              assertThat(error.status()).isEqualTo(400);
              assertThat(error.code()).isEqualTo(code);
              assertThat(error.text()).contains(text);
            });
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

    refused(alarm.period(45).build(), "Period");
    refused(alarm.period(60).datapointsToAlarm(2).build(), "DatapointsToAlarm");
    refused(alarm.datapointsToAlarm(1).treatMissingData("sometimes").build(), "TreatMissingData");
    refused(math(null, 1441), "across more than a day");
    refused(math(3600, 169), "across more than 7 days");
    refused(math(45, 1), "Period");
    assertThatThrownBy(() ->
            world
                .aws
                .alarms()
                .deleteAlarms(
                    DeleteAlarmsRequest.builder().alarmNames("nobody").build(), TestWorld.CALLER))
        .isInstanceOfSatisfying(
            ServiceException.class,
            error -> assertThat(error.code()).isEqualTo("ResourceNotFound"));
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

  private void refused(PutMetricAlarmRequest request, String text) {
    assertThatThrownBy(() -> world.aws.alarms().putMetricAlarm(request, TestWorld.CALLER))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(text);
  }

  private void abortAlarm(String name) {
    var _ =
        world
            .aws
            .alarms()
            .putMetricAlarm(
                PutMetricAlarmRequest.builder()
                    .alarmName(name)
                    .namespace("Slipway/Deployments")
                    .metricName("AbortRequested")
                    .dimensions(dimension("Attempt", "a1"))
                    .statistic(Statistic.MAXIMUM)
                    .period(10)
                    .evaluationPeriods(1)
                    .threshold(1.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                    .treatMissingData("notBreaching")
                    .build(),
                TestWorld.CALLER);
  }

  private static MetricDatum.Builder datum(String metric) {
    return MetricDatum.builder().metricName(metric);
  }

  private void invalid(String text, MetricDatum.Builder... data) {
    PutMetricDataRequest request =
        PutMetricDataRequest.builder()
            .namespace("shop")
            .metricData(Arrays.stream(data).map(MetricDatum.Builder::build).toList())
            .build();
    refused(
        () -> world.aws.metrics().putMetricData(request, TestWorld.CALLER),
        "InvalidParameterValue",
        text);
  }

  private void serve(String faults) {
    world.version("v1", 2, faults);
    world.create("v1");
    world.advance(180);
  }

  private void fail(int requests) {
    for (int i = 0; i < requests; i++) {
      try {
        var _ = world.invoke();
      } catch (ServiceException e) {
        assertThat(e.code()).isEqualTo("ModelError");
      }
    }
  }

  private void put(double value) {
    var _ =
        world
            .aws
            .metrics()
            .putMetricData(
                PutMetricDataRequest.builder()
                    .namespace("Slipway/Deployments")
                    .metricData(datum ->
                        datum
                            .metricName("AbortRequested")
                            .dimensions(dimension("Attempt", "a1"))
                            .value(value)
                            .storageResolution(1))
                    .build(),
                TestWorld.CALLER);
  }

  private List<Double> sum(String metric, Instant minute, Dimension... more) {
    List<Dimension> dimensions = new java.util.ArrayList<>(dimensions());
    dimensions.addAll(List.of(more));
    return world
        .aws
        .metrics()
        .getMetricStatistics(
            GetMetricStatisticsRequest.builder()
                .namespace("AWS/SageMaker")
                .metricName(metric)
                .dimensions(dimensions)
                .startTime(minute)
                .endTime(minute.plusSeconds(60))
                .period(60)
                .statistics(Statistic.SUM)
                .build(),
            TestWorld.CALLER)
        .datapoints()
        .stream()
        .map(Datapoint::sum)
        .toList();
  }

  private static MetricDataQuery query(String id, String metric) {
    return MetricDataQuery.builder()
        .id(id)
        .returnData(false)
        .metricStat(stat ->
            stat.period(60)
                .stat("Sum")
                .metric(
                    Metric.builder()
                        .namespace("AWS/SageMaker")
                        .metricName(metric)
                        .dimensions(dimensions())
                        .build()))
        .build();
  }

  private static List<Dimension> dimensions() {
    return List.of(
        dimension("EndpointName", TestWorld.ENDPOINT), dimension("VariantName", TestWorld.VARIANT));
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }
}
