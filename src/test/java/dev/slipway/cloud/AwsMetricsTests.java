package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Metrics.Point;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwsMetricsTests {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final CannedAws aws = new CannedAws();
  private final AnyAws door = new AnyAws(aws.uri());
  private final Metrics metrics = door.cloud().metrics();

  @AfterEach
  void stop() {
    door.close();
    aws.close();
  }

  @Test
  void pointsOfAllPagesAreReadOldestFirstAndAMetricWithoutTrafficIsEmpty() {
    aws.then(200, page("calls", "12:02", "3.0", "PartialData", "<NextToken>more</NextToken>"))
        .then(200, page("calls", "12:01", "2.5", "Complete", ""));

    Map<String, List<Point>> series =
        metrics.read(List.of(query("calls"), query("errors")), NOON, NOON.plusSeconds(300));

    assertThat(series)
        .containsOnlyKeys("calls", "errors")
        .containsEntry("errors", List.of())
        .containsEntry(
            "calls",
            List.of(new Point(NOON.plusSeconds(60), 2.5), new Point(NOON.plusSeconds(120), 3.0)));
    assertThat(aws.asked()).hasSize(2);
    assertThat(aws.asked().getFirst().body())
        .contains("ScanBy=TimestampAscending", "MetricDataQueries.member.2.Id=errors");
  }

  @Test
  void aMetricThatCloudWatchFailedToReadIsNotTakenForOneWithoutTraffic() {
    aws.then(200, page("calls", "12:02", "3.0", "InternalError", ""));

    assertThatThrownBy(() -> metrics.read(List.of(query("calls")), NOON, NOON.plusSeconds(60)))
        .isInstanceOfSatisfying(CloudFailure.class, it -> assertThat(it.passing()).isTrue());
  }

  @Test
  void nothingAskedCostsNoCall() {
    assertThat(metrics.read(List.of(), NOON, NOON.plusSeconds(60))).isEmpty();
    assertThat(aws.asked()).isEmpty();
  }

  private static MetricQuery query(String id) {
    return new MetricQuery(id, "AWS/SageMaker", "Invocations", Map.of(), "Sum", 60);
  }

  private static String page(String id, String time, String value, String status, String next) {
    return """
    <GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
    <GetMetricDataResult><MetricDataResults><member><Id>%s</Id><Label>l</Label>
    <Timestamps><member>2026-01-01T%s:00Z</member></Timestamps>
    <Values><member>%s</member></Values><StatusCode>%s</StatusCode></member>
    </MetricDataResults>%s</GetMetricDataResult>
    <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetMetricDataResponse>\
    """
        .formatted(id, time, value, status, next);
  }
}
