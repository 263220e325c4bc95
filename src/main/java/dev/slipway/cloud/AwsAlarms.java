package dev.slipway.cloud;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.paginators.DescribeAlarmsIterable;

/** {@link Alarms} over CloudWatch. */
record AwsAlarms(Supplier<CloudWatchClient> cloudWatch) implements Alarms {

  private static final AwsCalls CALLS = new AwsCalls("cloudwatch");
  private static final int NAMES_A_CALL = 100;
  private static final int ITEMS_A_CALL = 100;

  @Override
  public Map<String, LiveAlarm> find(Collection<String> names) {
    return OneLook.found(this, "DescribeAlarms", names, this::existing);
  }

  private Map<String, LiveAlarm> existing(Collection<String> names) {
    // Without names CloudWatch would answer with every alarm of the account.
    Map<String, LiveAlarm> found = new LinkedHashMap<>();
    for (List<String> some : batches(names)) {
      List<MetricAlarm> alarms =
          CALLS.call(
              "DescribeAlarms",
              () ->
                  cloudWatch
                      .get()
                      .describeAlarms(it ->
                          it.alarmNames(some)
                              .alarmTypes(AlarmType.METRIC_ALARM)
                              .maxRecords(NAMES_A_CALL))
                      .metricAlarms());
      alarms.forEach(alarm -> found.put(alarm.alarmName(), AlarmShapes.live(alarm)));
    }
    return found;
  }

  @Override
  public List<LiveAlarm> all() {
    return CALLS.call(
        "DescribeAlarms",
        () ->
            pages(AlarmType.METRIC_ALARM).metricAlarms().stream().map(AlarmShapes::live).toList());
  }

  @Override
  public List<String> compositeRules() {
    return CALLS.call(
        "DescribeAlarms",
        () ->
            pages(AlarmType.COMPOSITE_ALARM).compositeAlarms().stream()
                .flatMap(it ->
                    it.actionsSuppressor() == null
                        ? Stream.of(it.alarmRule())
                        : Stream.of(it.alarmRule(), quoted(it.actionsSuppressor())))
                .toList());
  }

  @Override
  public List<Firing> firings(String name, Instant since) {
    return CALLS.call(
        "DescribeAlarmHistory",
        () ->
            cloudWatch
                .get()
                .describeAlarmHistoryPaginator(it ->
                    it.alarmName(name)
                        .historyItemType(HistoryItemType.STATE_UPDATE)
                        .startDate(since)
                        .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                        .maxRecords(ITEMS_A_CALL))
                .alarmHistoryItems()
                .stream()
                .flatMap(item -> AlarmShapes.firing(item).stream())
                .toList());
  }

  @Override
  public void put(AlarmSpec alarm) {
    CALLS.run("PutMetricAlarm", () -> cloudWatch.get().putMetricAlarm(AlarmShapes.put(alarm)));
  }

  @Override
  public List<String> delete(Collection<String> names) {
    List<String> held = new ArrayList<>();
    for (List<String> some : batches(names)) {
      if (deleted(some)) continue;
      // One alarm that a composite alarm needs keeps the whole batch: they are tried one by one.
      some.stream().filter(one -> some.size() == 1 || !deleted(List.of(one))).forEach(held::add);
    }
    return held;
  }

  /** False when composite alarms depend on one of them, so that none was deleted. */
  private boolean deleted(List<String> names) {
    try {
      CALLS.run("DeleteAlarms", () -> cloudWatch.get().deleteAlarms(it -> it.alarmNames(names)));
      return true;
    } catch (CloudFailure e) {
      if (AwsFailures.heldByComposites(e)) return false;
      // The names that exist are deleted all the same.
      if (e.kind() != CloudFailure.Kind.NOT_FOUND) throw e;
      return true;
    }
  }

  @Override
  public Map<String, String> tags(String arn) {
    return OneLook.answer(this, "ListTagsForResource", arn, () -> tagsOf(arn));
  }

  private Map<String, String> tagsOf(String arn) {
    return CALLS.call(
        "ListTagsForResource",
        () ->
            cloudWatch.get().listTagsForResource(it -> it.resourceARN(arn)).tags().stream()
                .collect(Collectors.toUnmodifiableMap(Tag::key, Tag::value)));
  }

  @Override
  public void tag(String arn, Map<String, String> tags) {
    CALLS.run(
        "TagResource",
        () -> cloudWatch.get().tagResource(it -> it.resourceARN(arn).tags(AlarmShapes.tags(tags))));
  }

  private DescribeAlarmsIterable pages(AlarmType type) {
    return cloudWatch
        .get()
        .describeAlarmsPaginator(it -> it.alarmTypes(type).maxRecords(NAMES_A_CALL));
  }

  /** An alarm as rules name it. */
  private static String quoted(String alarm) {
    return '"' + alarm.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static List<List<String>> batches(Collection<String> names) {
    List<String> all = names.stream().distinct().toList();
    List<List<String>> batches = new ArrayList<>();
    for (int start = 0; start < all.size(); start += NAMES_A_CALL) {
      batches.add(all.subList(start, Math.min(all.size(), start + NAMES_A_CALL)));
    }
    return batches;
  }
}
