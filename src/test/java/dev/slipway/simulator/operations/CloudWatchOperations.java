package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** CloudWatch's operations: on metrics, dashboards and, by {@link AlarmOperations}, alarms. */
final class CloudWatchOperations {

  private CloudWatchOperations() {}

  static List<OperationCase> all() {
    return Stream.concat(own().stream(), AlarmOperations.all().stream()).toList();
  }

  private static List<OperationCase> own() {
    return List.of(
        of(
            "PutMetricData",
            aws ->
                aws.cloudWatch()
                    .putMetricData(
                        r -> r.namespace("Shop").metricData(d -> d.metricName("put").value(1.0))),
            aws ->
                aws.cloudWatch()
                    .putMetricData(r ->
                        r.namespace("AWS/Shop").metricData(d -> d.metricName("put").value(1.0))),
            "InvalidParameterValue",
            "The value AWS/ for parameter Namespace is invalid."),
        of(
            "GetMetricData",
            aws -> {
              put(aws, "data");
              var results =
                  aws.cloudWatch()
                      .getMetricData(r ->
                          r.startTime(now(aws).minusSeconds(3600))
                              .endTime(now(aws).plusSeconds(60))
                              .metricDataQueries(q ->
                                  q.id("m")
                                      .metricStat(s ->
                                          s.stat("Sum")
                                              .period(60)
                                              .metric(
                                                  m -> m.namespace("Shop").metricName("data")))))
                      .metricDataResults();
              assertThat(results.getFirst().values()).contains(7.0);
            },
            aws ->
                aws.cloudWatch()
                    .getMetricData(r ->
                        r.startTime(now(aws))
                            .endTime(now(aws).minusSeconds(60))
                            .metricDataQueries(q ->
                                q.id("m")
                                    .metricStat(s ->
                                        s.stat("Sum")
                                            .period(60)
                                            .metric(m -> m.namespace("S").metricName("d"))))),
            "ValidationError",
            "The parameter StartTime must be less than the parameter EndTime."),
        of(
            "GetMetricStatistics",
            aws -> {
              put(aws, "statistics");
              assertThat(
                      aws.cloudWatch()
                          .getMetricStatistics(r ->
                              r.namespace("Shop")
                                  .metricName("statistics")
                                  .startTime(now(aws).minusSeconds(3600))
                                  .endTime(now(aws).plusSeconds(60))
                                  .period(60)
                                  .statistics(Statistic.SUM))
                          .datapoints())
                  .singleElement()
                  .satisfies(point -> assertThat(point.sum()).isEqualTo(7.0));
            },
            aws ->
                aws.cloudWatch()
                    .getMetricStatistics(r ->
                        r.namespace("Shop")
                            .metricName("statistics")
                            .startTime(now(aws).minusSeconds(3600))
                            .endTime(now(aws))
                            .period(60)),
            "InvalidParameterCombination",
            "At least one of the parameters must be specified"),
        of(
            "ListMetrics",
            aws -> {
              put(aws, "listed");
              assertThat(
                      aws.cloudWatch()
                          .listMetrics(r -> r.namespace("Shop").metricName("listed"))
                          .metrics())
                  .hasSize(1);
            },
            aws -> aws.cloudWatch().listMetrics(r -> r.nextToken("nonsense")),
            "InvalidParameterValue",
            "token"),
        of(
            "PutDashboard",
            aws -> board(aws, "put", "{\"widgets\":[]}"),
            aws -> board(aws, "put", "no JSON"),
            "InvalidParameterInput",
            "invalid"),
        of(
            "GetDashboard",
            aws -> {
              board(aws, "get", "{\"widgets\":[]}");
              assertThat(aws.cloudWatch().getDashboard(r -> r.dashboardName("get")).dashboardBody())
                  .isEqualTo("{\"widgets\":[]}");
            },
            aws -> aws.cloudWatch().getDashboard(r -> r.dashboardName("none")),
            "ResourceNotFound",
            "Dashboard none does not exist"),
        of(
            "ListDashboards",
            aws -> {
              board(aws, "listed", "{\"widgets\":[]}");
              assertThat(
                      aws.cloudWatch()
                          .listDashboards(r -> r.dashboardNamePrefix("list"))
                          .dashboardEntries())
                  .hasSize(1);
            },
            aws -> aws.cloudWatch().listDashboards(r -> r.nextToken("nonsense")),
            "InvalidParameterValue",
            "token"),
        of(
            "DeleteDashboards",
            aws -> {
              board(aws, "delete", "{\"widgets\":[]}");
              aws.cloudWatch().deleteDashboards(r -> r.dashboardNames("delete"));
            },
            aws -> aws.cloudWatch().deleteDashboards(r -> r.dashboardNames("none")),
            "ResourceNotFound",
            "Dashboard none does not exist"));
  }

  private static Instant now(Clients aws) {
    return aws.simulator().clock().now();
  }

  /** A value of 7, now. */
  private static void put(Clients aws, String metric) {
    aws.advance(Duration.ofHours(2));
    aws.cloudWatch()
        .putMetricData(r ->
            r.namespace("Shop")
                .metricData(d -> d.metricName(metric).value(7.0).timestamp(now(aws))));
    aws.advance(Duration.ofMinutes(2));
  }

  private static void board(Clients aws, String name, String body) {
    aws.cloudWatch().putDashboard(r -> r.dashboardName(name).dashboardBody(body));
  }

  static OperationCase of(
      String operation,
      Consumer<Clients> success,
      Consumer<Clients> error,
      String code,
      String text) {
    return new OperationCase("CLOUDWATCH " + operation, success, error, code, text);
  }
}
