package dev.slipway.cloud;

import dev.slipway.cloud.Alarms.MetricQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** CloudWatch metrics. */
public interface Metrics {

  /**
   * The points of several metrics over one time, oldest first, by query id. A minute without
   * traffic has no point.
   */
  Map<String, List<Point>> read(List<MetricQuery> queries, Instant from, Instant until);

  /** One period's value. */
  record Point(Instant at, double value) {}
}
