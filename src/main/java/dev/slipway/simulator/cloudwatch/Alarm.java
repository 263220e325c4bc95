package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Codec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One alarm: what it watches, the state it is in and how it came there.
 *
 * @param configured when it was last put
 * @param since when the state was last set
 * @param history newest last, bounded
 */
record Alarm(
    Scope scope,
    Definition definition,
    Instant configured,
    StateValue state,
    String reason,
    @Nullable String reasonData,
    Instant since,
    List<AlarmHistoryItem> history,
    Map<String, String> tags) {

  private static final int HISTORY = 100;

  Alarm {
    history = List.copyOf(history);
    tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /**
   * A new alarm: nothing is known yet.
   *
   * @param told the history of an alarm that had this name before
   */
  static Alarm fresh(
      Scope scope,
      Definition definition,
      List<AlarmHistoryItem> told,
      Map<String, String> tags,
      Instant now) {
    return new Alarm(
            scope,
            definition,
            now,
            StateValue.INSUFFICIENT_DATA,
            "Unchecked: Initial alarm creation",
            null,
            now,
            told,
            tags)
        .noting(
            HistoryItemType.CONFIGURATION_UPDATE,
            "Alarm \"" + definition.name() + "\" created",
            now);
  }

  String name() {
    return definition.name();
  }

  String arn() {
    return scope.arn("cloudwatch", "alarm:" + name());
  }

  /** Another definition; the state stays, tags too. */
  Alarm redefined(Definition next, Instant now) {
    return new Alarm(scope, next, now, state, reason, reasonData, since, history, tags)
        .noting(HistoryItemType.CONFIGURATION_UPDATE, "Alarm \"" + name() + "\" updated", now);
  }

  Alarm in(StateValue next, String why, @Nullable String data, Instant now) {
    Alarm changed = new Alarm(scope, definition, configured, next, why, data, now, history, tags);
    return next == state
        ? changed
        : changed.noting(
            HistoryItemType.STATE_UPDATE,
            "Alarm updated from " + state + " to " + next,
            "\"oldState\":" + told(state, reason) + ",\"newState\":" + told(next, why),
            now);
  }

  private static String told(StateValue state, String reason) {
    return "{\"stateValue\":\"" + state + "\",\"stateReason\":" + quoted(reason) + "}";
  }

  Alarm noting(HistoryItemType type, String summary, Instant now) {
    return noting(type, summary, "\"stateReason\":" + quoted(reason), now);
  }

  private Alarm noting(HistoryItemType type, String summary, String data, Instant now) {
    List<AlarmHistoryItem> longer = new ArrayList<>(history);
    longer.add(
        AlarmHistoryItem.builder()
            .alarmName(name())
            .alarmType(definition.type())
            .timestamp(now)
            .historyItemType(type)
            .historySummary(summary)
            .historyData("{\"version\":\"1.0\"," + data + "}")
            .build());
    List<AlarmHistoryItem> kept =
        longer.size() > HISTORY ? longer.subList(longer.size() - HISTORY, longer.size()) : longer;
    return new Alarm(scope, definition, configured, state, reason, reasonData, since, kept, tags);
  }

  Alarm tagged(Map<String, String> next) {
    return new Alarm(
        scope, definition, configured, state, reason, reasonData, since, history, next);
  }

  List<String> actions() {
    return definition.does().in(state);
  }

  /** Whether it is evaluated every ten seconds instead of every minute. */
  boolean highResolution() {
    return switch (definition) {
      case Definition.Composite _ -> false;
      case Definition.Metric metric -> {
        PutMetricAlarmRequest request = metric.request();
        yield request.hasMetrics()
            ? request.metrics().stream()
                .anyMatch(query -> query.metricStat() != null && query.metricStat().period() < 60)
            : request.period() != null && request.period() < 60;
      }
    };
  }

  /** As DescribeAlarms shows an alarm that watches a metric. */
  MetricAlarm shown(Definition.Metric metric) {
    MetricAlarm.Builder shown =
        (MetricAlarm.Builder)
            Codec.<MetricAlarm>fromJson(metric.toJson(), MetricAlarm::builder).toBuilder();
    return shown
        .alarmArn(arn())
        .alarmConfigurationUpdatedTimestamp(configured)
        .actionsEnabled(!Boolean.FALSE.equals(metric.request().actionsEnabled()))
        .stateValue(state)
        .stateReason(reason)
        .stateReasonData(reasonData)
        .stateUpdatedTimestamp(since)
        .stateTransitionedTimestamp(since)
        .build();
  }

  /** As DescribeAlarms shows an alarm that watches others. */
  CompositeAlarm shown(Definition.Composite composite) {
    CompositeAlarm.Builder shown =
        (CompositeAlarm.Builder)
            Codec.<CompositeAlarm>fromJson(composite.toJson(), CompositeAlarm::builder).toBuilder();
    return shown
        .alarmArn(arn())
        .alarmConfigurationUpdatedTimestamp(configured)
        .actionsEnabled(!Boolean.FALSE.equals(composite.request().actionsEnabled()))
        .stateValue(state)
        .stateReason(reason)
        .stateReasonData(reasonData)
        .stateUpdatedTimestamp(since)
        .stateTransitionedTimestamp(since)
        .build();
  }

  JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("definition", definition.toJson());
    json.put("configured", configured.toString())
        .put("state", state.toString())
        .put("reason", reason)
        .put("reason_data", reasonData)
        .put("since", since.toString());
    ArrayNode items = json.putArray("history");
    history.forEach(item -> items.add(Codec.toJson(item)));
    ObjectNode labels = json.putObject("tags");
    tags.forEach(labels::put);
    return json;
  }

  static Alarm fromJson(Scope scope, JsonNode json) {
    Map<String, String> tags = new LinkedHashMap<>();
    json.get("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
    List<AlarmHistoryItem> history = new ArrayList<>();
    for (JsonNode item : json.get("history")) {
      history.add(Codec.fromJson(item, AlarmHistoryItem::builder));
    }
    JsonNode data = json.get("reason_data");
    return new Alarm(
        scope,
        Definition.fromJson(json.get("definition")),
        Instant.parse(json.get("configured").asString()),
        StateValue.fromValue(json.get("state").asString()),
        json.get("reason").asString(),
        data.isNull() ? null : data.asString(),
        Instant.parse(json.get("since").asString()),
        history,
        tags);
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.stringNode(text).toString();
  }
}
