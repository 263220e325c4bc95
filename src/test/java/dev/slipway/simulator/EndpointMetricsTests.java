package dev.slipway.simulator;

import static dev.slipway.simulator.Watched.dimension;
import static dev.slipway.simulator.Watched.dimensions;
import static dev.slipway.simulator.Watched.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** What an endpoint's invocations leave in its metrics, and when. */
class EndpointMetricsTests {

  private final TestWorld world = new TestWorld();
  private final Watched endpoint = new Watched(world);

  @Test
  void invocationsAreCountedUnderBothSetsOfDimensionsAndArriveLate() {
    endpoint.serve("{}");
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
    endpoint.serve("{\"latency_ms\":40}");
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
    endpoint.serve("{}");
    Instant minute = world.clock.now();
    world.advance(120);

    assertThat(sum("Invocations", minute)).containsExactly(0.0);
    assertThat(sum("InvocationsPerInstance", minute)).containsExactly(0.0);
    assertThat(sum("Invocation5XXErrors", minute)).isEmpty();
  }

  @Test
  void metricsAreListedByNamespaceNameAndDimensions() {
    endpoint.serve("{}");
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
  void metricDataIsReadByExpressionNewestFirst() {
    endpoint.serve("{}");
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

  private List<Double> sum(String metric, Instant minute, Dimension... more) {
    return world
        .aws
        .metrics()
        .getMetricStatistics(
            GetMetricStatisticsRequest.builder()
                .namespace("AWS/SageMaker")
                .metricName(metric)
                .dimensions(dimensions(more))
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
}
