package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Metrics, alarms, dashboards. */
final class CloudWatchOperations {

  private static final String NO_ALARM = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:none";

  private CloudWatchOperations() {}

  static List<OperationCase> all() {
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
            "PutMetricAlarm",
            aws -> {
              alarm(aws, "put");
              assertThat(state(aws, "put")).isEqualTo(StateValue.INSUFFICIENT_DATA);
            },
            aws ->
                aws.cloudWatch()
                    .putMetricAlarm(r ->
                        r.alarmName("odd")
                            .namespace("Shop")
                            .metricName("m")
                            .statistic("Sum")
                            .period(45)
                            .evaluationPeriods(1)
                            .threshold(1.0)
                            .comparisonOperator("GreaterThanThreshold")),
            "ValidationError",
            "eriod must be 10, 20, 30 or a multiple of 60"),
        of(
            "PutCompositeAlarm",
            aws -> {
              alarm(aws, "child");
              aws.cloudWatch()
                  .putCompositeAlarm(r -> r.alarmName("composite").alarmRule("ALARM(child)"));
              assertThat(
                      aws.cloudWatch()
                          .describeAlarms(r -> r.parentsOfAlarmName("child"))
                          .compositeAlarms()
                          .getFirst()
                          .alarmRule())
                  .isEqualTo("ALARM(child)");
            },
            aws ->
                aws.cloudWatch()
                    .putCompositeAlarm(r -> r.alarmName("orphan").alarmRule("ALARM(none)")),
            "ValidationError",
            "alarms [none] in the alarm rule do not exist"),
        of(
            "DescribeAlarms",
            aws -> {
              alarm(aws, "describe");
              assertThat(
                      aws.cloudWatch()
                          .describeAlarms(r -> r.alarmNames("describe", "none"))
                          .metricAlarms())
                  .hasSize(1);
            },
            aws -> aws.cloudWatch().describeAlarms(r -> r.maxRecords(101)),
            "ValidationError",
            "less than or equal to 100"),
        of(
            "DeleteAlarms",
            aws -> {
              alarm(aws, "delete");
              aws.cloudWatch().deleteAlarms(r -> r.alarmNames("delete"));
              assertThat(
                      aws.cloudWatch().describeAlarms(r -> r.alarmNames("delete")).metricAlarms())
                  .isEmpty();
            },
            aws -> aws.cloudWatch().deleteAlarms(r -> r.alarmNames("none")),
            "ResourceNotFound",
            "none"),
        of(
            "SetAlarmState",
            aws -> {
              alarm(aws, "set");
              aws.cloudWatch()
                  .setAlarmState(
                      r -> r.alarmName("set").stateValue(StateValue.ALARM).stateReason("test"));
              assertThat(state(aws, "set")).isEqualTo(StateValue.ALARM);
            },
            aws ->
                aws.cloudWatch()
                    .setAlarmState(
                        r -> r.alarmName("none").stateValue(StateValue.OK).stateReason("test")),
            "ResourceNotFound",
            "none"),
        of(
            "DescribeAlarmHistory",
            aws -> {
              alarm(aws, "history");
              assertThat(
                      aws.cloudWatch()
                          .describeAlarmHistory(r -> r.alarmName("history"))
                          .alarmHistoryItems())
                  .isNotEmpty();
            },
            aws -> aws.cloudWatch().describeAlarmHistory(r -> r.nextToken("nonsense")),
            "InvalidNextToken",
            "token"),
        of(
            "EnableAlarmActions",
            aws -> {
              alarm(aws, "enable");
              aws.cloudWatch().disableAlarmActions(r -> r.alarmNames("enable"));
              aws.cloudWatch().enableAlarmActions(r -> r.alarmNames("enable"));
              assertThat(enabled(aws, "enable")).isTrue();
            },
            aws -> aws.cloudWatch().enableAlarmActions(r -> r.alarmNames("x".repeat(256))),
            "ValidationError",
            "less than or equal to 255"),
        of(
            "DisableAlarmActions",
            aws -> {
              alarm(aws, "disable");
              aws.cloudWatch().disableAlarmActions(r -> r.alarmNames("disable"));
              assertThat(enabled(aws, "disable")).isFalse();
            },
            aws -> aws.cloudWatch().disableAlarmActions(r -> r.alarmNames("x".repeat(256))),
            "ValidationError",
            "less than or equal to 255"),
        of(
            "ListTagsForResource",
            aws ->
                assertThat(
                        aws.cloudWatch()
                            .listTagsForResource(r -> r.resourceARN(alarm(aws, "tags")))
                            .tags())
                    .isEmpty(),
            aws -> aws.cloudWatch().listTagsForResource(r -> r.resourceARN(NO_ALARM)),
            "ResourceNotFoundException",
            NO_ALARM),
        of(
            "TagResource",
            aws -> {
              String arn = alarm(aws, "tag");
              aws.cloudWatch()
                  .tagResource(r -> r.resourceARN(arn).tags(t -> t.key("team").value("risk")));
              assertThat(aws.cloudWatch().listTagsForResource(r -> r.resourceARN(arn)).tags())
                  .hasSize(1);
            },
            aws ->
                aws.cloudWatch()
                    .tagResource(r -> r.resourceARN(NO_ALARM).tags(t -> t.key("k").value("v"))),
            "ResourceNotFoundException",
            NO_ALARM),
        of(
            "UntagResource",
            aws -> {
              String arn = alarm(aws, "untag");
              aws.cloudWatch()
                  .tagResource(r -> r.resourceARN(arn).tags(t -> t.key("team").value("risk")));
              aws.cloudWatch().untagResource(r -> r.resourceARN(arn).tagKeys("team"));
              assertThat(aws.cloudWatch().listTagsForResource(r -> r.resourceARN(arn)).tags())
                  .isEmpty();
            },
            aws -> aws.cloudWatch().untagResource(r -> r.resourceARN(NO_ALARM).tagKeys("k")),
            "ResourceNotFoundException",
            NO_ALARM),
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

  private static String alarm(Clients aws, String name) {
    aws.cloudWatch()
        .putMetricAlarm(r ->
            r.alarmName(name)
                .namespace("Shop")
                .metricName("errors")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(2)
                .threshold(5.0)
                .comparisonOperator("GreaterThanThreshold"));
    return "arn:aws:cloudwatch:us-east-1:123456789012:alarm:" + name;
  }

  private static StateValue state(Clients aws, String name) {
    return aws.cloudWatch()
        .describeAlarms(r -> r.alarmNames(name))
        .metricAlarms()
        .getFirst()
        .stateValue();
  }

  private static boolean enabled(Clients aws, String name) {
    return aws.cloudWatch()
        .describeAlarms(r -> r.alarmNames(name))
        .metricAlarms()
        .getFirst()
        .actionsEnabled();
  }

  private static void board(Clients aws, String name, String body) {
    aws.cloudWatch().putDashboard(r -> r.dashboardName(name).dashboardBody(body));
  }

  private static OperationCase of(
      String operation,
      Consumer<Clients> success,
      Consumer<Clients> error,
      String code,
      String text) {
    return new OperationCase("CLOUDWATCH " + operation, success, error, code, text);
  }
}
