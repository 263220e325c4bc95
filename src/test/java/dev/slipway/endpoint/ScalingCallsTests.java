package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Call;
import dev.slipway.environment.Scaling;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan names the calls that bring the scaling to what the release says, and no other. */
class ScalingCallsTests {

  private static final String STEP =
      "'metric': 'INVOCATIONS_PER_INSTANCE', 'comparison': 'GREATER_THAN', 'period_seconds': 60,"
          + " 'evaluation_periods': 1, 'adjustment': 'CHANGE_IN_CAPACITY', 'cooldown_seconds': 60,"
          + " 'steps': [{'lower_bound': 0, 'adjustment': 2}]";

  private static final ReleaseSpec RICH =
      SomeReleases.but(
          "{'autoscaling': {'step_policies': [{'name': 'surge', 'threshold': 900, "
              + STEP
              + "}], 'scheduled_actions': [{'name': 'night', 'schedule': 'cron(0 20 * * ? *)',"
              + " 'max_instances': 3}]}}");

  @Test
  void whatIsAsWantedIsNotCalledFor() {
    assertThat(calls(RICH, RICH)).isEmpty();
    ReleaseSpec unscaled = SomeReleases.but("{'autoscaling': null}");
    assertThat(calls(unscaled, unscaled)).isEmpty();
  }

  @Test
  void scalingFromNothingRegistersAndPutsEverything() {
    assertThat(calls(null, RICH))
        .containsExactly(
            "RegisterScalableTarget endpoint/prod-fraud-detector/variant/primary",
            "PutScalingPolicy prod-fraud-detector-scaling",
            "PutScalingPolicy prod-fraud-detector-scaling-surge",
            "PutMetricAlarm prod-fraud-detector-scaling-surge",
            "PutScheduledAction prod-fraud-detector-schedule-night");
  }

  @Test
  void withoutScalingTheTargetIsTakenOff() {
    assertThat(calls(RICH, SomeReleases.but("{'autoscaling': null}")))
        .containsExactly("DeregisterScalableTarget endpoint/prod-fraud-detector/variant/primary");
  }

  @Test
  void whatIsNotWantedAnyMoreIsDeleted() {
    ReleaseSpec poor =
        SomeReleases.but(
            "{'autoscaling': {'target_invocations_per_instance': null, 'step_policies':"
                + " [{'name': 'calm', 'threshold': 1, "
                + STEP
                + "}]}}");
    assertThat(calls(RICH, poor))
        .containsExactly(
            "PutScalingPolicy prod-fraud-detector-scaling-calm",
            "PutMetricAlarm prod-fraud-detector-scaling-calm",
            "DeleteScalingPolicy prod-fraud-detector-scaling",
            "DeleteScalingPolicy prod-fraud-detector-scaling-surge",
            "DeleteScheduledAction prod-fraud-detector-schedule-night");
    assertThat(calls(poor, poor)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # bounds that are not the same, nor any that a scheduled action may have set
          RegisterScalableTarget | {'min_instances': 3}
          RegisterScalableTarget | {'max_instances': 11}
          # another target, metric or cooldown
          PutScalingPolicy       | {'target_invocations_per_instance': 400}
          PutScalingPolicy       | {'target_invocations_per_instance': null, 'target_concurrent_requests': 500}
          PutScalingPolicy       | {'scale_in_cooldown_seconds': 301}
          PutScalingPolicy       | {'scale_out_cooldown_seconds': 61}
          PutScheduledAction     | {'scheduled_actions': [{'name': 'night', 'schedule': 'cron(0 21 * * ? *)', 'max_instances': 3}]}
          """)
  void onlyWhatChangesIsPut(String operation, String patch) {
    ReleaseSpec wanted = SomeReleases.but(RICH, "{'autoscaling': " + patch + "}");
    assertThat(calls(RICH, wanted)).singleElement().asString().startsWith(operation);
  }

  @Test
  void aBoundThatNoScheduledActionNamesIsRegisteredWhereItChanges() {
    ReleaseSpec before =
        SomeReleases.but(
            "{'autoscaling': {'max_instances': 6, 'scheduled_actions': [{'name': 'day', 'schedule':"
                + " 'cron(0 6 * * ? *)', 'min_instances': 4}, {'name': 'night', 'schedule': 'cron(0"
                + " 20 * * ? *)', 'min_instances': 2}]}}");
    assertThat(calls(before, SomeReleases.but(before, "{'autoscaling': {'max_instances': 12}}")))
        .containsExactly("RegisterScalableTarget endpoint/prod-fraud-detector/variant/primary");
    assertThat(calls(before, SomeReleases.but(before, "{'autoscaling': {'min_instances': 4}}")))
        .as("a least that the night sets anyway")
        .isEmpty();
  }

  @Test
  void aScheduledActionOfAnotherNameTakesTheOnesPlace() {
    ReleaseSpec wanted =
        SomeReleases.but(
            RICH,
            "{'autoscaling': {'scheduled_actions': [{'name': 'weekend', 'schedule': 'cron(0 0 ? *"
                + " SAT *)', 'max_instances': 3}]}}");
    assertThat(calls(RICH, wanted))
        .containsExactly(
            "PutScheduledAction prod-fraud-detector-schedule-weekend",
            "DeleteScheduledAction prod-fraud-detector-schedule-night");
  }

  @ParameterizedTest
  @CsvSource({
    "800, 2, PutMetricAlarm",
    "900, 3, PutScalingPolicy",
    "800, 3, PutScalingPolicy PutMetricAlarm"
  })
  void aStepPolicyIsPutWhereItChangesAndItsAlarmWhereThatDoes(
      int threshold, int adjustment, String operations) {
    ReleaseSpec wanted =
        SomeReleases.but(
            RICH,
            "{'autoscaling': {'step_policies': [{'name': 'surge', 'threshold': %d, %s}]}}"
                .formatted(
                    threshold, STEP.replace("'adjustment': 2", "'adjustment': " + adjustment)));
    assertThat(calls(RICH, wanted))
        .containsExactly(
            Stream.of(operations.split(" "))
                .map(operation -> operation + " prod-fraud-detector-scaling-surge")
                .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          autoscaling                                                               | 3 to 9 | RegisterScalableTarget
          autoscaling.suspended                                                     | all    | RegisterScalableTarget
          autoscaling.policies.prod-fraud-detector-scaling                          | other  | PutScalingPolicy
          autoscaling.policies.prod-fraud-detector-scaling-surge                    | other  | PutScalingPolicy
          autoscaling.policies.prod-fraud-detector-scaling-surge                    | -      | PutScalingPolicy PutMetricAlarm
          autoscaling.policies.theirs                                               | other  | -
          alarms.prod-fraud-detector-scaling-surge.threshold                        | 70     | PutMetricAlarm
          alarms.prod-fraud-detector-scaling-surge                                  | -      | PutMetricAlarm
          alarms.prod-fraud-detector-5xx-errors                                     | -      | -
          autoscaling.scheduled_actions.prod-fraud-detector-schedule-night          | -      | PutScheduledAction
          """)
  void whatSomebodyChangedIsPutAnewAndNothingElse(
      String field, @Nullable String actual, @Nullable String operations) {
    Difference changed =
        actual == null ? Difference.gone(field) : new Difference(field, "as released", actual);
    Drifted drift = new Drifted(List.of(changed));
    assertThat(
            new PlannedCalls(SomeEndpoints.made(), RICH.autoscaling(), drift)
                .scaling(RICH).stream().map(Call::operation))
        .isEqualTo(operations == null ? List.of() : List.of(operations.split(" ")));
  }

  @Test
  void anAdoptedEndpointKeepsTheNamesThatItsScalingCameWith() {
    Endpoint adopted = SomeEndpoints.adopted(true);
    assertThat(new PlannedCalls(adopted, null, Drifted.NOTHING).scaling(RICH))
        .extracting(Call::subject)
        .containsExactly(
            "endpoint/prod-fraud-detector/variant/AllTraffic",
            "their-scaling",
            "prod-fraud-detector-scaling-surge",
            "prod-fraud-detector-scaling-surge",
            "night");
    ReleaseSpec poor =
        SomeReleases.but(
            RICH,
            "{'autoscaling': {'target_invocations_per_instance': null, 'scheduled_actions': []}}");
    assertThat(new PlannedCalls(adopted, RICH.autoscaling(), Drifted.NOTHING).scaling(poor))
        .extracting(Call::subject)
        .containsExactly("their-scaling", "night");
  }

  private static List<String> calls(@Nullable ReleaseSpec before, ReleaseSpec wanted) {
    @Nullable Scaling scaling = before == null ? null : before.autoscaling();
    Stream<Call> calls =
        new PlannedCalls(SomeEndpoints.made(), scaling, Drifted.NOTHING).scaling(wanted).stream();
    return calls.map(call -> call.operation() + " " + call.subject()).toList();
  }
}
