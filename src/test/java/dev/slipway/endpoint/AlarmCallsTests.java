package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Severity;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS's rate of PutMetricAlarm means for a plan, and for a hundred of its like. */
class AlarmCallsTests {

  @Test
  void aPlanWithoutAlarmsAsksForNoQueue() {
    Plan plan = plan(List.of(new Call("sagemaker", "UpdateEndpoint", "prod-fraud-detector")));
    assertThat(
            AlarmCalls.remark(
                plan,
                3,
                () -> {
                  throw new AssertionError("asked");
                }))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | 3   | 0     | This puts 1 alarm, and AWS takes 3 PutMetricAlarm | 34 s.
          3 | 3   | 0     | This puts 3 alarms                                | 100 s.
          4 | 3   | 0     | Nothing queues for them now                       | 2 min 14 s.
          6 | 5   | 0     | AWS takes 5 PutMetricAlarm calls a second         | 2 min 0 s.
          3 | 2.5 | 0     | AWS takes 2.5 PutMetricAlarm calls                | 2 min 0 s.
          3 | 3   | 1     | asked for earlier queues for 1 s;                 | 100 s.
          3 | 3   | 30000 | asked for earlier queues for 30 s;                | 100 s.
          """)
  void howLongTheyQueueIsSaid(
      int alarms, double perSecond, long queuedMillis, String says, String burst) {
    assertThat(remark(alarms, perSecond, queuedMillis).message())
        .contains(says)
        .endsWith("100 such deployments at once would queue for " + burst);
    assertThat(remark(alarms, perSecond, queuedMillis).severity()).isEqualTo(Severity.NOTE);
  }

  @Test
  void aWaitOfMoreThanHalfAMinuteIsAWarning() {
    assertThat(remark(3, 3, 30_001).severity()).isEqualTo(Severity.WARNING);
  }

  private static Plan.Remark remark(int alarms, double perSecond, long queuedMillis) {
    Plan plan =
        plan(Collections.nCopies(alarms, new Call("cloudwatch", "PutMetricAlarm", "an alarm")));
    return AlarmCalls.remark(plan, perSecond, () -> Duration.ofMillis(queuedMillis)).orElseThrow();
  }

  private static Plan plan(List<Call> calls) {
    return Plan.of(
        "prod-fraud-detector",
        new Plan.Target(null, "v1", "hash"),
        List.of(),
        calls,
        List.of(),
        new Plan.ExpectedSeconds(0, 0, 0),
        false);
  }
}
