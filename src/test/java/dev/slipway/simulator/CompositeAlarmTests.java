package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Alarms that look at other alarms. */
class CompositeAlarmTests {

  private final TestWorld world = new TestWorld();

  @Test
  void aCompositeAlarmFollowsItsChildrenAndActsOnTransitions() {
    world.errorAlarm("errors", "missing", null);
    world.errorAlarm("latency", "missing", null);
    composite("both", "ALARM(errors) AND ALARM(latency)");
    composite("page", "ALARM(both) AND NOT OK(errors)");
    assertThat(composites("both", "page"))
        .containsExactly("INSUFFICIENT_DATA", "INSUFFICIENT_DATA");
    assertThat(described(AlarmType.METRIC_ALARM)).containsExactly("errors", "latency");

    world.setAlarm("errors", StateValue.ALARM);
    assertThat(composites("both", "page")).containsExactly("OK", "OK");
    world.messages.clear();
    world.setAlarm("latency", StateValue.ALARM);
    assertThat(composites("both", "page")).containsExactly("ALARM", "ALARM");
    assertThat(world.messages).filteredOn(told -> told.contains("\"page\"")).hasSize(1);

    world.restart();
    world.setAlarm("errors", StateValue.OK);
    assertThat(composites("both", "page")).containsExactly("OK", "OK");
    assertThat(described(AlarmType.COMPOSITE_ALARM)).containsExactly("both", "page");
  }

  @Test
  void rulesInACircleAreGivenUp() {
    world.errorAlarm("errors", "missing", null);
    composite("a", "ALARM(errors)");
    composite("b", "NOT ALARM(a)");
    composite("a", "ALARM(b)");

    world.advance(60);

    assertThat(described(AlarmType.COMPOSITE_ALARM)).containsExactly("a", "b");
  }

  @Test
  void anAlarmThatACompositeAlarmDependsOnStaysUntilThatIsGone() {
    world.errorAlarm("errors", "missing", null);
    world.errorAlarm("latency", "missing", null);
    world.errorAlarm("other", "missing", null);
    composite("any", "ALARM(errors) OR ALARM(latency)");

    refused(
        () -> delete("errors", "other", "latency"),
        "ValidationError",
        "Cannot delete errors,latency as there are composite alarm(s) depending on them.");
    assertThat(described(AlarmType.METRIC_ALARM)).containsExactly("errors", "latency", "other");

    delete("any", "errors");
    delete("latency", "other");
    assertThat(described(AlarmType.METRIC_ALARM)).isEmpty();
    assertThat(described(AlarmType.COMPOSITE_ALARM)).isEmpty();
  }

  private void delete(String... names) {
    var _ =
        world
            .aws
            .alarms()
            .deleteAlarms(
                DeleteAlarmsRequest.builder().alarmNames(names).build(), TestWorld.CALLER);
  }

  private void composite(String name, String rule) {
    var _ =
        world
            .aws
            .alarms()
            .putCompositeAlarm(
                PutCompositeAlarmRequest.builder()
                    .alarmName(name)
                    .alarmRule(rule)
                    .alarmActions("arn:aws:sns:us-east-1:123456789012:alerts")
                    .build(),
                TestWorld.CALLER);
  }

  private List<String> composites(String... names) {
    return world
        .aws
        .alarms()
        .describeAlarms(
            DescribeAlarmsRequest.builder()
                .alarmNames(names)
                .alarmTypes(AlarmType.COMPOSITE_ALARM)
                .build(),
            TestWorld.CALLER)
        .compositeAlarms()
        .stream()
        .map(CompositeAlarm::stateValueAsString)
        .toList();
  }

  private List<String> described(AlarmType type) {
    var answer =
        world
            .aws
            .alarms()
            .describeAlarms(
                DescribeAlarmsRequest.builder().alarmTypes(type).build(), TestWorld.CALLER);
    return Stream.concat(
            answer.metricAlarms().stream().map(MetricAlarm::alarmName),
            answer.compositeAlarms().stream().map(CompositeAlarm::alarmName))
        .toList();
  }
}
