package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** CloudWatch's operations on alarms. */
final class AlarmOperations {

  private static final String NO_ALARM = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:none";

  private AlarmOperations() {}

  static List<OperationCase> all() {
    return List.of(
        CloudWatchOperations.of(
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
        CloudWatchOperations.of(
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
        CloudWatchOperations.of(
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
        CloudWatchOperations.of(
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
        CloudWatchOperations.of(
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
        CloudWatchOperations.of(
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
        CloudWatchOperations.of(
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
        CloudWatchOperations.of(
            "DisableAlarmActions",
            aws -> {
              alarm(aws, "disable");
              aws.cloudWatch().disableAlarmActions(r -> r.alarmNames("disable"));
              assertThat(enabled(aws, "disable")).isFalse();
            },
            aws -> aws.cloudWatch().disableAlarmActions(r -> r.alarmNames("x".repeat(256))),
            "ValidationError",
            "less than or equal to 255"),
        CloudWatchOperations.of(
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
        CloudWatchOperations.of(
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
        CloudWatchOperations.of(
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
            NO_ALARM));
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
}
