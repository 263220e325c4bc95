package dev.slipway.cloud;

import dev.slipway.cloud.Alarms.MetricQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** CloudWatch metrics: read, and our own published. */
public interface Metrics {

  /**
   * The points of several metrics over one time, oldest first, by query id. A minute without
   * traffic has no point.
   */
  Map<String, List<Point>> read(List<MetricQuery> queries, Instant from, Instant until);

  /**
   * Publishes one value of a metric of our own, kept to the second.
   *
   * @param metric which; its statistic and period do not matter here
   */
  void publish(MetricQuery metric, double value, Instant at);

  /** One period's value. */
  record Point(Instant at, double value) {}
}
