package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.refused;
import static dev.slipway.simulator.Watched.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** What of metric data is refused, when it is put and when it is read. */
class MetricDataLimitsTests {

  private final TestWorld world = new TestWorld();

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
    refusedToPut(
        text,
        datum("latency")
            .statisticValues(
                set -> set.sampleCount(samples).sum(sum).minimum(least).maximum(greatest)));
  }

  @Test
  void nothingIsKeptOfDataThatAreRefused() {
    String unequal = "Values and Counts must have the same number of elements";
    refusedToPut(unequal, datum("queued").values(1.0, 2.0).counts(3.0));
    refusedToPut(unequal, datum("queued").values(1.0).counts(3.0, 4.0));
    refusedToPut("Counts is invalid", datum("queued").values(1.0).counts(Double.NaN));
    refusedToPut("must not be negative", datum("queued").values(1.0, 2.0).counts(3.0, -1.0));
    refusedToPut("Value is invalid", datum("queued").values(1.0, Double.NaN));
    refusedToPut("Value is invalid", datum("queued").value(1.0), datum("queued").value(Double.NaN));

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
  void dataBeyondWhatOneCallMayPutAreRefused() {
    refusedToPut("Value is invalid", datum("m").value(Math.scalb(1.0, 361)));
    refusedToPut("Value is invalid", datum("m").values(-Math.scalb(1.0, 361)));
    refusedToPut("Values must not", datum("m").values(Collections.nCopies(151, 1.0)));
    refusedToPut(
        "MetricData must not",
        Collections.nCopies(1001, datum("m").value(1.0)).toArray(new MetricDatum.Builder[0]));
    refusedToPut("StorageResolution", datum("m").value(1.0).storageResolution(30));
    Instant now = world.clock.now();
    refusedToPut("Timestamp", datum("m").value(1.0).timestamp(now.minus(Duration.ofDays(15))));
    refusedToPut("Timestamp", datum("m").value(1.0).timestamp(now.plus(Duration.ofHours(3))));
    refused(
        () -> put(datum("m").value(1.0).values(1.0)),
        "InvalidParameterCombination",
        "Only one of the parameters");

    put(
        datum("m").value(Math.scalb(-1.0, 360)).storageResolution(60),
        datum("m").values(Collections.nCopies(150, 1.0)).timestamp(now.minus(Duration.ofDays(14))),
        datum("m").value(0.0).timestamp(now.plus(Duration.ofHours(2))));
  }

  @Test
  void moreQueriesThanOneCallMayAskAreRefused() {
    Instant start = world.clock.now();
    MetricDataQuery query = query("all", "Invocations").toBuilder().returnData(true).build();
    refused(
        () ->
            world
                .aws
                .metrics()
                .getMetricData(
                    GetMetricDataRequest.builder()
                        .startTime(start)
                        .endTime(start.plusSeconds(60))
                        .metricDataQueries(
                            IntStream.range(0, 501)
                                .mapToObj(i -> query.toBuilder().id("q" + i).build())
                                .toList())
                        .build(),
                    TestWorld.CALLER),
        "ValidationError",
        "MetricDataQueries must not");
  }

  @Test
  void aPercentileOfASummaryIsLeftOut() {
    put(datum("s").statisticValues(set -> set.sampleCount(9.0).sum(9.0).minimum(0.0).maximum(5.0)));
    Instant minute = world.clock.now();
    List<Datapoint> points =
        world
            .aws
            .metrics()
            .getMetricStatistics(
                GetMetricStatisticsRequest.builder()
                    .namespace("shop")
                    .metricName("s")
                    .startTime(minute)
                    .endTime(minute.plusSeconds(60))
                    .period(60)
                    .extendedStatistics("p90")
                    .build(),
                TestWorld.CALLER)
            .datapoints();
    assertThat(points)
        .singleElement()
        .satisfies(point -> assertThat(point.extendedStatistics()).isEmpty());
  }

  private void put(MetricDatum.Builder... data) {
    var _ =
        world
            .aws
            .metrics()
            .putMetricData(
                PutMetricDataRequest.builder()
                    .namespace("shop")
                    .metricData(Arrays.stream(data).map(MetricDatum.Builder::build).toList())
                    .build(),
                TestWorld.CALLER);
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

  private static MetricDatum.Builder datum(String metric) {
    return MetricDatum.builder().metricName(metric);
  }

  private void refusedToPut(String text, MetricDatum.Builder... data) {
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
}
