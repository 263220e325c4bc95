package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** CloudWatch's operation that tells what alarms went through. */
public final class AlarmHistoryApi {

  private final Alarms alarms;

  public AlarmHistoryApi(Alarms alarms) {
    this.alarms = alarms;
  }

  public DescribeAlarmHistoryResponse describeAlarmHistory(
      DescribeAlarmHistoryRequest request, Caller caller) {
    List<AlarmType> types =
        request.hasAlarmTypes() ? request.alarmTypes() : List.of(AlarmType.METRIC_ALARM);
    Order<Told> order =
        Order.by(told -> List.of(told.item().timestamp(), told.item().alarmName(), told.number()));
    Stream<Told> found =
        alarms
            .told(Scope.of(caller))
            .filter(alarm -> types.contains(alarm.definition().type()))
            .filter(
                alarm -> request.alarmName() == null || alarm.name().equals(request.alarmName()))
            .flatMap(AlarmHistoryApi::told)
            .filter(told ->
                request.historyItemType() == null
                    || told.item().historyItemType() == request.historyItemType())
            .filter(told ->
                request.startDate() == null
                    || !told.item().timestamp().isBefore(request.startDate()))
            .filter(told ->
                request.endDate() == null || told.item().timestamp().isBefore(request.endDate()));
    Page<Told> page =
        Slice.ofAlarms(request.nextToken(), request.maxRecords())
            .page(found, request.scanBy() == ScanBy.TIMESTAMP_ASCENDING ? order : order.reversed());
    return DescribeAlarmHistoryResponse.builder()
        .alarmHistoryItems(page.items().stream().map(Told::item).toList())
        .nextToken(page.next())
        .build();
  }

  /**
   * What an alarm's history tells.
   *
   * @param number among what it tells of the same moment: among all, it would change with each item
   *     that the history drops
   */
  private record Told(AlarmHistoryItem item, int number) {}

  private static Stream<Told> told(Alarm alarm) {
    Map<Instant, Integer> before = new HashMap<>();
    return alarm.history().stream()
        .map(item -> new Told(item, before.merge(item.timestamp(), 1, Integer::sum)));
  }
}
