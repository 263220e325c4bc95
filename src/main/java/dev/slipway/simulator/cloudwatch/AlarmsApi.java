package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceResponse;

/** CloudWatch's operations on alarms, without their history. */
public final class AlarmsApi {

  private final Alarms alarms;

  public AlarmsApi(Alarms alarms) {
    this.alarms = alarms;
  }

  public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request, Caller caller) {
    alarms.put(Scope.of(caller), request, map(request.tags()));
    return PutMetricAlarmResponse.builder().build();
  }

  public PutCompositeAlarmResponse putCompositeAlarm(
      PutCompositeAlarmRequest request, Caller caller) {
    if (request.actionsSuppressor() != null) {
      throw new ServiceException(
          400, "ValidationError", "ActionsSuppressor is not modelled by this simulator.");
    }
    Scope scope = Scope.of(caller);
    Definition.Composite definition = Definition.Composite.of(request);
    List<String> unknown =
        definition.rule().alarms().stream()
            .filter(name -> alarms.find(scope, name).isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      throw new ServiceException(
          400,
          "ValidationError",
          "Could not save the composite alarm as alarms "
              + unknown
              + " in the alarm rule do not exist");
    }
    alarms.put(scope, definition, map(request.tags()));
    return PutCompositeAlarmResponse.builder().build();
  }

  public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request, Caller caller) {
    String prefix = request.alarmNamePrefix();
    Predicate<Alarm> related = related(request, Scope.of(caller));
    Stream<Alarm> found =
        alarms
            .all(Scope.of(caller))
            .filter(related)
            .filter(
                alarm -> !request.hasAlarmNames() || request.alarmNames().contains(alarm.name()))
            .filter(alarm -> prefix == null || alarm.name().startsWith(prefix))
            .filter(alarm -> request.stateValue() == null || alarm.state() == request.stateValue())
            .filter(alarm ->
                request.actionPrefix() == null
                    || alarm.actions().stream()
                        .anyMatch(action -> action.startsWith(request.actionPrefix())));
    Page<Alarm> page =
        Slice.ofAlarms(request.nextToken(), request.maxRecords())
            .page(found, Order.by(alarm -> List.of(alarm.name())));
    List<MetricAlarm> metric = new ArrayList<>();
    List<CompositeAlarm> composite = new ArrayList<>();
    for (Alarm alarm : page.items()) {
      switch (alarm.definition()) {
        case Definition.Metric one -> metric.add(alarm.shown(one));
        case Definition.Composite one -> composite.add(alarm.shown(one));
      }
    }
    return DescribeAlarmsResponse.builder()
        .metricAlarms(metric)
        .compositeAlarms(composite)
        .nextToken(page.next())
        .build();
  }

  /** By type (alarms on metrics unless others are asked for), or by kinship. */
  private Predicate<Alarm> related(DescribeAlarmsRequest request, Scope scope) {
    String parent = request.childrenOfAlarmName();
    if (parent != null) {
      Set<String> children = alarms.find(scope, parent).map(AlarmsApi::children).orElseGet(Set::of);
      return alarm -> children.contains(alarm.name());
    }
    String child = request.parentsOfAlarmName();
    if (child != null) {
      return alarm -> children(alarm).contains(child);
    }
    List<AlarmType> types =
        request.hasAlarmTypes() ? request.alarmTypes() : List.of(AlarmType.METRIC_ALARM);
    return alarm -> types.contains(alarm.definition().type());
  }

  private static Set<String> children(Alarm alarm) {
    return alarm.definition() instanceof Definition.Composite composite
        ? composite.rule().alarms()
        : Set.of();
  }

  public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    long composites =
        request.alarmNames().stream()
            .flatMap(name -> alarms.find(scope, name).stream())
            .filter(alarm -> alarm.definition() instanceof Definition.Composite)
            .count();
    if (composites > 1) {
      throw new ServiceException(
          400, "ValidationError", "Only one composite alarm can be deleted in one operation.");
    }
    refuseHeld(scope, request.alarmNames());
    List<String> unknown =
        request.alarmNames().stream().filter(name -> !alarms.delete(scope, name)).toList();
    if (!unknown.isEmpty() && unknown.size() == request.alarmNames().size()) {
      throw new ServiceException(404, "ResourceNotFound", "Unknown alarm names: " + unknown);
    }
    return DeleteAlarmsResponse.builder().build();
  }

  /** An alarm stays for as long as a composite alarm that does not go with it looks at it. */
  private void refuseHeld(Scope scope, List<String> names) {
    Set<String> watched =
        alarms
            .all(scope)
            .filter(alarm -> !names.contains(alarm.name()))
            .flatMap(alarm -> children(alarm).stream())
            .collect(Collectors.toSet());
    List<String> held = names.stream().filter(watched::contains).toList();
    if (!held.isEmpty()) {
      throw new ServiceException(
          400,
          "ValidationError",
          "Cannot delete "
              + String.join(",", held)
              + " as there are composite alarm(s) depending on them.");
    }
  }

  public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request, Caller caller) {
    alarms.set(
        alarm(caller, request.alarmName()),
        request.stateValue(),
        request.stateReason(),
        request.stateReasonData());
    return SetAlarmStateResponse.builder().build();
  }

  public EnableAlarmActionsResponse enableAlarmActions(
      EnableAlarmActionsRequest request, Caller caller) {
    switchActions(request.alarmNames(), true, caller);
    return EnableAlarmActionsResponse.builder().build();
  }

  public DisableAlarmActionsResponse disableAlarmActions(
      DisableAlarmActionsRequest request, Caller caller) {
    switchActions(request.alarmNames(), false, caller);
    return DisableAlarmActionsResponse.builder().build();
  }

  public ListTagsForResourceResponse listTagsForResource(
      ListTagsForResourceRequest request, Caller caller) {
    return ListTagsForResourceResponse.builder()
        .tags(
            byArn(caller, request.resourceARN()).tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  public TagResourceResponse tagResource(TagResourceRequest request, Caller caller) {
    alarms.change(
        byArn(caller, request.resourceARN()),
        alarm -> {
          Map<String, String> tags = new LinkedHashMap<>(alarm.tags());
          tags.putAll(map(request.tags()));
          return alarm.tagged(tags);
        });
    return TagResourceResponse.builder().build();
  }

  public UntagResourceResponse untagResource(UntagResourceRequest request, Caller caller) {
    alarms.change(
        byArn(caller, request.resourceARN()),
        alarm -> {
          Map<String, String> tags = new LinkedHashMap<>(alarm.tags());
          request.tagKeys().forEach(tags::remove);
          return alarm.tagged(tags);
        });
    return UntagResourceResponse.builder().build();
  }

  private void switchActions(List<String> names, boolean enabled, Caller caller) {
    for (String name : names) {
      alarms
          .find(Scope.of(caller), name)
          .ifPresent(alarm ->
              alarms.change(
                  alarm,
                  current ->
                      current.redefined(
                          current.definition().acting(enabled), current.configured())));
    }
  }

  private Alarm alarm(Caller caller, String name) {
    return alarms
        .find(Scope.of(caller), name)
        .orElseThrow(() -> new ServiceException(404, "ResourceNotFound", "Unknown alarm: " + name));
  }

  private Alarm byArn(Caller caller, String arn) {
    return alarms
        .all(Scope.of(caller))
        .filter(alarm -> alarm.arn().equals(arn))
        .findFirst()
        .orElseThrow(() ->
            new ServiceException(404, "ResourceNotFoundException", "Unknown resource: " + arn));
  }

  private static Map<String, String> map(@Nullable List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    if (tags != null) {
      tags.forEach(tag -> map.put(tag.key(), tag.value()));
    }
    return map;
  }
}
