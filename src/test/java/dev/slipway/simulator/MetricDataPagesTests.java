package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** Metric data read in pages of a few points. */
class MetricDataPagesTests {

  private static final MetricDataQuery SUM =
      MetricDataQuery.builder().id("sum").expression("orders + refunds").build();

  private final TestWorld world = new TestWorld();
  private final Instant start = world.clock.now();

  @BeforeEach
  void sixMinutesOfOrdersAndTwoOfRefunds() {
    for (int minute = 0; minute < 6; minute++) {
      put("orders", start.plusSeconds(minute * 60L), minute);
    }
    put("refunds", start.plusSeconds(60), 10);
    put("refunds", start.plusSeconds(180), 30);
    world.advance(600);
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "2, 4", "3, 3", "6, 2", "7, 2", "8, 1", "100800, 1"})
  void everyPointIsOnOnePage(int most, int pages) {
    for (ScanBy order : List.of(ScanBy.TIMESTAMP_ASCENDING, ScanBy.TIMESTAMP_DESCENDING)) {
      Map<String, List<Double>> read = new HashMap<>();
      List<GetMetricDataResponse> told = read(r -> r.maxDatapoints(most).scanBy(order));

      assertThat(told).hasSize(pages);
      for (GetMetricDataResponse page : told) {
        assertThat(values(page).mapToInt(List::size).sum()).isBetween(1, most);
        page.metricDataResults()
            .forEach(result ->
                read.computeIfAbsent(result.id(), _ -> new ArrayList<>()).addAll(result.values()));
      }
      List<Double> orders = List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0);
      List<Double> refunds = List.of(10.0, 30.0);
      boolean ascending = order == ScanBy.TIMESTAMP_ASCENDING;
      assertThat(read)
          .containsOnly(
              Map.entry("orders", ascending ? orders : orders.reversed()),
              Map.entry("refunds", ascending ? refunds : refunds.reversed()));
    }
  }

  @Test
  void aQueryIsPartialWhileAnyOfItsPointsAreLeft() {
    List<List<String>> statuses =
        read(r -> r.maxDatapoints(3)).stream()
            .map(page ->
                page.metricDataResults().stream()
                    .map(MetricDataResult::statusCodeAsString)
                    .toList())
            .toList();

    assertThat(statuses)
        .containsExactly(
            List.of("PartialData", "PartialData"),
            List.of("Complete", "PartialData"),
            List.of("Complete", "Complete"));
  }

  @Test
  void whatArrivesBetweenTwoPagesMovesNoOther() {
    GetMetricDataResponse first =
        ask(r -> r.maxDatapoints(2).scanBy(ScanBy.TIMESTAMP_DESCENDING), null);
    put("orders", start.plusSeconds(360), 6);
    world.advance(60);
    GetMetricDataResponse second =
        ask(r -> r.maxDatapoints(2).scanBy(ScanBy.TIMESTAMP_DESCENDING), first.nextToken());

    assertThat(values(first)).containsExactly(List.of(5.0, 4.0), List.of());
    assertThat(values(second)).containsExactly(List.of(3.0, 2.0), List.of());
  }

  /** As Grafana says of AWS: https://github.com/grafana/grafana/pull/21533. */
  @Test
  void whatIsLeftOverCannotBeAskedForWhereAnExpressionIsAmongTheQueries() {
    GetMetricDataResponse page =
        ask(
            r -> r.maxDatapoints(1).metricDataQueries(query("orders"), query("refunds"), SUM),
            null);

    assertThat(page.nextToken()).isNull();
    assertThat(page.metricDataResults())
        .extracting(MetricDataResult::statusCodeAsString)
        .containsOnly("PartialData");
  }

  @Test
  void aTokenOfOthersAndAPageOfNothingAreRefused() {
    refused(() -> ask(_ -> {}, "nonsense"), "InvalidNextToken", "not one of ours");
    refused(() -> ask(r -> r.maxDatapoints(0), null), "ValidationError", "MaxDatapoints");
    refused(() -> ask(r -> r.maxDatapoints(100_801), null), "ValidationError", "MaxDatapoints");
  }

  private List<GetMetricDataResponse> read(Consumer<GetMetricDataRequest.Builder> how) {
    List<GetMetricDataResponse> pages = new ArrayList<>();
    Pages.read(token -> ask(how, token), GetMetricDataResponse::nextToken, pages::add);
    return pages;
  }

  private GetMetricDataResponse ask(
      Consumer<GetMetricDataRequest.Builder> how, @Nullable String token) {
    GetMetricDataRequest.Builder request =
        GetMetricDataRequest.builder()
            .startTime(start)
            .endTime(start.plusSeconds(420))
            .metricDataQueries(query("orders"), query("refunds"))
            .nextToken(token);
    how.accept(request);
    return world.aws.metrics().getMetricData(request.build(), TestWorld.CALLER);
  }

  private static Stream<List<Double>> values(GetMetricDataResponse page) {
    return page.metricDataResults().stream().map(MetricDataResult::values);
  }

  private static MetricDataQuery query(String metric) {
    return MetricDataQuery.builder()
        .id(metric)
        .metricStat(
            stat -> stat.period(60).stat("Sum").metric(m -> m.namespace("shop").metricName(metric)))
        .build();
  }

  private void put(String metric, Instant at, double value) {
    var _ =
        world
            .aws
            .metrics()
            .putMetricData(
                PutMetricDataRequest.builder()
                    .namespace("shop")
                    .metricData(datum -> datum.metricName(metric).timestamp(at).value(value))
                    .build(),
                TestWorld.CALLER);
  }
}
