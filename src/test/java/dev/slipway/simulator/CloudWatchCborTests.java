package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A CloudWatch client that is newer than ours, and speaks CBOR. */
class CloudWatchCborTests {

  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());
  private final NewerCloudWatch cloudWatch = new NewerCloudWatch(simulator.uri());

  @AfterEach
  void stop() {
    cloudWatch.close();
    simulator.close();
  }

  @Test
  void alarmsComeBackAsTheyWerePut() {
    put("errors");

    Object found = cloudWatch.call("describeAlarms", Map.of("alarmNames", List.of("errors")));

    Object alarm = ((List<?>) NewerCloudWatch.get(found, "metricAlarms")).getFirst();
    assertThat(NewerCloudWatch.get(alarm, "alarmName")).isEqualTo("errors");
    assertThat(NewerCloudWatch.get(alarm, "threshold")).isEqualTo(5.0);
    assertThat(NewerCloudWatch.get(alarm, "period")).isEqualTo(60);
    assertThat(NewerCloudWatch.get(alarm, "stateValueAsString")).isEqualTo("INSUFFICIENT_DATA");
    assertThat(NewerCloudWatch.get(alarm, "alarmConfigurationUpdatedTimestamp"))
        .isInstanceOf(Instant.class);
    assertThat(protocols()).contains("PutMetricAlarm", "DescribeAlarms");
  }

  @Test
  void anEmptyAnswerIsAnEmptyMap() {
    put("errors");

    Object unused = cloudWatch.call("deleteAlarms", Map.of("alarmNames", List.of("errors")));
    Object found = cloudWatch.call("describeAlarms", Map.of());

    assertThat((List<?>) NewerCloudWatch.get(found, "metricAlarms")).isEmpty();
  }

  @Test
  void anErrorHasItsShapeAndItsQueryCode() {
    assertThatThrownBy(() ->
            cloudWatch.call(
                "setAlarmState",
                Map.of("alarmName", "none", "stateValue", "OK", "stateReason", "x")))
        .hasMessageContaining("none")
        .satisfies(e -> assertThat(NewerCloudWatch.code(e)).isEqualTo("ResourceNotFound"));
    assertThatThrownBy(() -> cloudWatch.call("putMetricData", Map.of("namespace", "AWS/Own")))
        .satisfies(e -> assertThat(NewerCloudWatch.code(e)).isNotBlank());
  }

  /** The code is that of a missing alarm, whose shape is another one. */
  @Test
  void anErrorHasTheShapeThatItsOperationDeclares() {
    assertThatThrownBy(() -> cloudWatch.call("getDashboard", Map.of("dashboardName", "none")))
        .satisfies(e ->
            assertThat(e.getClass().getSimpleName()).isEqualTo("DashboardNotFoundErrorException"));
    assertThatThrownBy(
            () -> cloudWatch.call("deleteDashboards", Map.of("dashboardNames", List.of("none"))))
        .satisfies(e ->
            assertThat(e.getClass().getSimpleName()).isEqualTo("DashboardNotFoundErrorException"));
  }

  private List<String> protocols() {
    return simulator.calls().all().stream().map(call -> call.operation()).toList();
  }

  private void put(String name) {
    Object unused =
        cloudWatch.call(
            "putMetricAlarm",
            Map.of(
                "alarmName",
                name,
                "namespace",
                "AWS/SageMaker",
                "metricName",
                "Invocation5XXErrors",
                "statistic",
                "Sum",
                "period",
                60,
                "evaluationPeriods",
                2,
                "threshold",
                5.0,
                "comparisonOperator",
                "GreaterThanThreshold"));
  }
}
