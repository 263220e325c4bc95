package dev.slipway.simulator;

import static dev.slipway.simulator.Watched.dimension;
import static dev.slipway.simulator.Watched.dimensions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.wire.ServiceException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** The variant of a {@link TestWorld}'s endpoint, put to work so that CloudWatch has metrics. */
record Watched(TestWorld world) {

  /** In service on two instances. */
  void serve(String faults) {
    world.version("v1", 2, faults);
    world.create("v1");
    world.advance(180);
  }

  /** So many requests, of which the model may fail any. */
  void fail(int requests) {
    for (int i = 0; i < requests; i++) {
      try {
        var _ = world.invoke();
      } catch (ServiceException e) {
        assertThat(e.code()).isEqualTo("ModelError");
      }
    }
  }

  /** The sum of each minute. */
  static MetricDataQuery query(String id, String metric) {
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

  /** Those of the variant, and more. */
  static List<Dimension> dimensions(Dimension... more) {
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(dimension("EndpointName", TestWorld.ENDPOINT));
    dimensions.add(dimension("VariantName", TestWorld.VARIANT));
    dimensions.addAll(List.of(more));
    return dimensions;
  }

  static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }
}
