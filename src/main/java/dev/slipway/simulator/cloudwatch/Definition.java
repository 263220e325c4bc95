package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an alarm watches and does, as it was put, without tags. */
sealed interface Definition {

  String name();

  AlarmType type();

  @Nullable String description();

  Actions does();

  /**
   * What an alarm does in its states.
   *
   * @param enabled whether it does anything; null for yes
   */
  record Actions(
      @Nullable Boolean enabled, List<String> ok, List<String> alarm, List<String> insufficient) {

    List<String> in(StateValue state) {
      if (Boolean.FALSE.equals(enabled)) {
        return List.of();
      }
      return switch (state) {
        case OK -> ok;
        case ALARM -> alarm;
        case INSUFFICIENT_DATA -> insufficient;
        case UNKNOWN_TO_SDK_VERSION -> List.of();
      };
    }

    /** Whether it does this in OK or in ALARM, when it does anything. */
    boolean name(String action) {
      return ok.contains(action) || alarm.contains(action);
    }
  }

  Definition acting(boolean enabled);

  ObjectNode toJson();

  /**
   * A metric, or metric math.
   *
   * @param watched what it names, understood once: it is looked at for as long as the alarm stands
   */
  record Metric(PutMetricAlarmRequest request, MetricQueries watched) implements Definition {

    public Metric {
      request = request.toBuilder().tags((List<Tag>) null).build();
    }

    static Metric of(PutMetricAlarmRequest request) {
      return new Metric(request, MetricQueries.of(request));
    }

    @Override
    public String name() {
      return request.alarmName();
    }

    @Override
    public AlarmType type() {
      return AlarmType.METRIC_ALARM;
    }

    @Override
    public @Nullable String description() {
      return request.alarmDescription();
    }

    @Override
    public Actions does() {
      return new Actions(
          request.actionsEnabled(),
          request.okActions(),
          request.alarmActions(),
          request.insufficientDataActions());
    }

    @Override
    public Definition acting(boolean enabled) {
      return new Metric(request.toBuilder().actionsEnabled(enabled).build(), watched);
    }

    @Override
    public ObjectNode toJson() {
      return Codec.toJson(request);
    }
  }

  /** Other alarms. */
  record Composite(PutCompositeAlarmRequest request, AlarmRule rule) implements Definition {

    public Composite {
      request = request.toBuilder().tags((List<Tag>) null).build();
    }

    static Composite of(PutCompositeAlarmRequest request) {
      return new Composite(request, AlarmRule.parse(request.alarmRule()));
    }

    @Override
    public String name() {
      return request.alarmName();
    }

    @Override
    public AlarmType type() {
      return AlarmType.COMPOSITE_ALARM;
    }

    @Override
    public @Nullable String description() {
      return request.alarmDescription();
    }

    @Override
    public Actions does() {
      return new Actions(
          request.actionsEnabled(),
          request.okActions(),
          request.alarmActions(),
          request.insufficientDataActions());
    }

    @Override
    public Definition acting(boolean enabled) {
      return new Composite(request.toBuilder().actionsEnabled(enabled).build(), rule);
    }

    @Override
    public ObjectNode toJson() {
      return Codec.toJson(request);
    }
  }

  /** Reads what {@link #toJson} wrote; only a composite alarm has a rule. */
  static Definition fromJson(JsonNode json) {
    return json.has("AlarmRule")
        ? Composite.of(Codec.fromJson(json, PutCompositeAlarmRequest::builder))
        : Metric.of(Codec.fromJson(json, PutMetricAlarmRequest::builder));
  }
}
