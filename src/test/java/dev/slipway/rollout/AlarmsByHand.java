package dev.slipway.rollout;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** An account's alarms as somebody else sees and changes them. */
record AlarmsByHand(CloudWatchClient client) {

  List<String> names() {
    return client.describeAlarms().metricAlarms().stream()
        .map(alarm -> alarm.alarmName())
        .sorted()
        .toList();
  }

  /** The name of the alarm of a release, such as -r2-, or of one attempt at it that ends so. */
  String of(String release, String end) {
    List<String> names = names();
    return names.stream()
        .filter(name -> name.contains(release) && name.endsWith(end))
        .findFirst()
        .orElseThrow(() -> new AssertionError(names));
  }

  /** The alarm on a release's errors fires. */
  void fireErrorsOf(String release) {
    fire(of(release, "-5xx-errors"));
  }

  /** Somebody's alarm fires. */
  void fire(String name) {
    set(name, StateValue.ALARM, "3 of 5 requests failed");
  }

  /** Somebody's alarm fires and is quiet again before anybody looks. */
  void fireBriefly(String name) {
    fire(name);
    set(name, StateValue.OK, "no request failed");
  }

  /** The alarm on a release's errors is quiet again. */
  void calm(String release) {
    set(of(release, "-5xx-errors"), StateValue.OK, "no request failed");
  }

  private void set(String name, StateValue state, String reason) {
    client.setAlarmState(request -> request.alarmName(name).stateValue(state).stateReason(reason));
  }

  /** Somebody deletes an alarm. */
  void delete(String name) {
    client.deleteAlarms(request -> request.alarmNames(name));
  }

  /** Somebody has a composite alarm look at others. */
  void watchTogether(String composite, String... names) {
    client.putCompositeAlarm(request ->
        request
            .alarmName(composite)
            .alarmRule(
                Stream.of(names)
                    .map(name -> "ALARM(\"" + name + "\")")
                    .collect(Collectors.joining(" OR "))));
  }

  /** Somebody changes an alarm's threshold. */
  void changeThreshold(String name, double threshold) {
    MetricAlarm alarm = named(name);
    client.putMetricAlarm(request ->
        request
            .alarmName(name)
            .alarmDescription(alarm.alarmDescription())
            .namespace(alarm.namespace())
            .metricName(alarm.metricName())
            .dimensions(alarm.dimensions())
            .statistic(alarm.statistic())
            .period(alarm.period())
            .evaluationPeriods(alarm.evaluationPeriods())
            .datapointsToAlarm(alarm.datapointsToAlarm())
            .treatMissingData(alarm.treatMissingData())
            .comparisonOperator(alarm.comparisonOperator())
            .threshold(threshold));
  }

  /** Somebody takes our mark off an alarm. */
  void untag(String name) {
    client.untagResource(
        request -> request.resourceARN(named(name).alarmArn()).tagKeys("slipway:endpoint"));
  }

  /** Somebody switches an alarm's actions off: it fires, and nothing follows. */
  void disableActions(String name) {
    client.disableAlarmActions(request -> request.alarmNames(name));
  }

  /** Whether anything follows when an alarm fires. */
  boolean isActing(String name) {
    return named(name).actionsEnabled();
  }

  /** An alarm's threshold. */
  double threshold(String name) {
    return named(name).threshold();
  }

  /** The endpoint that an alarm watches. */
  String watched(String name) {
    return named(name).dimensions().stream()
        .filter(dimension -> dimension.name().equals("EndpointName"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private MetricAlarm named(String name) {
    return client.describeAlarms(request -> request.alarmNames(name)).metricAlarms().getFirst();
  }
}
