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
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
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
 * @param definition as it was put, without tags
 * @param configured when it was last put
 * @param since when the state was last set
 * @param history newest last, bounded
 */
record Alarm(
    Scope scope,
    PutMetricAlarmRequest definition,
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

  /** A new alarm: nothing is known yet. */
  static Alarm fresh(
      Scope scope, PutMetricAlarmRequest definition, Map<String, String> tags, Instant now) {
    return new Alarm(
            scope,
            definition,
            now,
            StateValue.INSUFFICIENT_DATA,
            "Unchecked: Initial alarm creation",
            null,
            now,
            List.of(),
            tags)
        .noting(
            HistoryItemType.CONFIGURATION_UPDATE,
            "Alarm \"" + definition.alarmName() + "\" created",
            now);
  }

  String name() {
    return definition.alarmName();
  }

  String arn() {
    return scope.arn("cloudwatch", "alarm:" + name());
  }

  /** Another definition; the state stays, tags too. */
  Alarm redefined(PutMetricAlarmRequest next, Instant now) {
    return new Alarm(scope, next, now, state, reason, reasonData, since, history, tags)
        .noting(HistoryItemType.CONFIGURATION_UPDATE, "Alarm \"" + name() + "\" updated", now);
  }

  Alarm in(StateValue next, String why, @Nullable String data, Instant now) {
    Alarm changed = new Alarm(scope, definition, configured, next, why, data, now, history, tags);
    return next == state
        ? changed
        : changed.noting(
            HistoryItemType.STATE_UPDATE, "Alarm updated from " + state + " to " + next, now);
  }

  Alarm noting(HistoryItemType type, String summary, Instant now) {
    List<AlarmHistoryItem> longer = new ArrayList<>(history);
    longer.add(
        AlarmHistoryItem.builder()
            .alarmName(name())
            .alarmType(AlarmType.METRIC_ALARM)
            .timestamp(now)
            .historyItemType(type)
            .historySummary(summary)
            .historyData("{\"version\":\"1.0\",\"stateReason\":" + quoted(reason) + "}")
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
    List<String> actions =
        switch (state) {
          case OK -> definition.okActions();
          case ALARM -> definition.alarmActions();
          case INSUFFICIENT_DATA -> definition.insufficientDataActions();
          case UNKNOWN_TO_SDK_VERSION -> List.of();
        };
    return Boolean.FALSE.equals(definition.actionsEnabled()) ? List.of() : actions;
  }

  /** Whether it is evaluated every ten seconds instead of every minute. */
  boolean highResolution() {
    Integer period = definition.period();
    return definition.hasMetrics()
        ? definition.metrics().stream()
            .anyMatch(query -> query.metricStat() != null && query.metricStat().period() < 60)
        : period != null && period < 60;
  }

  /** As DescribeAlarms shows it. */
  MetricAlarm shown() {
    MetricAlarm.Builder shown =
        (MetricAlarm.Builder)
            Codec.<MetricAlarm>fromJson(Codec.toJson(definition), MetricAlarm::builder).toBuilder();
    return shown
        .alarmArn(arn())
        .alarmConfigurationUpdatedTimestamp(configured)
        .actionsEnabled(!Boolean.FALSE.equals(definition.actionsEnabled()))
        .stateValue(state)
        .stateReason(reason)
        .stateReasonData(reasonData)
        .stateUpdatedTimestamp(since)
        .stateTransitionedTimestamp(since)
        .build();
  }

  JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("definition", Codec.toJson(definition));
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
        Codec.fromJson(json.get("definition"), PutMetricAlarmRequest::builder),
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
