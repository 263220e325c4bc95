package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * What one answer of GetMetricData holds of all points that were asked for: at most {@code
 * MaxDatapoints}, query after query in the order of {@code ScanBy}. Every page names every query; a
 * query of which points are left is {@code PartialData}.
 */
final class PointPages {

  private record Point(int query, Instant at, double value) {}

  private final List<MetricDataResult> results;
  private final boolean math;

  /**
   * @param results of each query whose data shall be returned, whole, in the order of ScanBy
   * @param math whether any query is an expression: then what is left over cannot be asked for (API
   *     reference of MetricDataResult)
   */
  PointPages(List<MetricDataResult> results, boolean math) {
    this.results = results;
    this.math = math;
  }

  /**
   * @throws dev.slipway.simulator.wire.ServiceException InvalidNextToken
   */
  GetMetricDataResponse page(GetMetricDataRequest request) {
    int most = ReadChecks.most(request);
    int all = results.stream().mapToInt(result -> result.values().size()).sum();
    if (request.nextToken() == null && all <= most) {
      return GetMetricDataResponse.builder().metricDataResults(results).build();
    }
    boolean ascending = request.scanBy() == ScanBy.TIMESTAMP_ASCENDING;
    Page<Point> page =
        Slice.ofPoints(request.nextToken(), most)
            .page(
                IntStream.range(0, results.size()).boxed().flatMap(this::points),
                Order.by(point -> List.of(point.query(), place(point.at(), ascending))));
    Point last = page.next() == null ? null : page.items().getLast();
    List<MetricDataResult> parts = new ArrayList<>();
    for (int query = 0; query < results.size(); query++) {
      parts.add(part(query, page.items(), last));
    }
    return GetMetricDataResponse.builder()
        .metricDataResults(parts)
        .nextToken(math ? null : page.next())
        .build();
  }

  private Stream<Point> points(int query) {
    MetricDataResult result = results.get(query);
    return IntStream.range(0, result.values().size())
        .mapToObj(i -> new Point(query, result.timestamps().get(i), result.values().get(i)));
  }

  private static long place(Instant at, boolean ascending) {
    return ascending ? at.getEpochSecond() : Long.MAX_VALUE - at.getEpochSecond();
  }

  /**
   * @param last the last point of the page; null where it is the last of all
   */
  private MetricDataResult part(int query, List<Point> page, @Nullable Point last) {
    List<Point> own = page.stream().filter(point -> point.query() == query).toList();
    MetricDataResult whole = results.get(query);
    boolean left =
        last != null
            && !whole.values().isEmpty()
            && (query > last.query()
                || (query == last.query() && !whole.timestamps().getLast().equals(last.at())));
    return whole.toBuilder()
        .timestamps(own.stream().map(Point::at).toList())
        .values(own.stream().map(Point::value).toList())
        .statusCode(left ? StatusCode.PARTIAL_DATA : StatusCode.COMPLETE)
        .build();
  }
}
