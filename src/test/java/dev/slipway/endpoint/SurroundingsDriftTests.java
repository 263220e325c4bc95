package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Autoscaling.LiveStepPolicy;
import dev.slipway.cloud.Autoscaling.Policies;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.environment.Scaling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an endpoint's tags and autoscaling is not as its release says. */
class SurroundingsDriftTests {

  /** Tracks invocations, steps up in a surge, and is small at night. */
  private static final ReleaseSpec RICH =
      SomeReleases.but(
          """
          {'autoscaling': {
            'step_policies': [{'name': 'surge', 'metric': 'INVOCATIONS_PER_INSTANCE',
              'comparison': 'GREATER_THAN', 'threshold': 900, 'period_seconds': 60,
              'evaluation_periods': 1, 'adjustment': 'CHANGE_IN_CAPACITY', 'cooldown_seconds': 60,
              'steps': [{'lower_bound': 0, 'upper_bound': 100, 'adjustment': 2},
                        {'lower_bound': 100, 'adjustment': 4}]}],
            'scheduled_actions': [
              {'name': 'night', 'schedule': 'cron(0 20 * * ? *)', 'max_instances': 3},
              {'name': 'day', 'schedule': 'cron(0 6 * * ? *)', 'timezone': 'Europe/Berlin',
               'min_instances': 2}]}}
          """);

  private static final String SURGE = "prod-fraud-detector-scaling-surge";

  @Test
  void whatIsAsReleasedIsNoDrift() {
    assertThat(drift(SomeEndpoints.made(), RICH, around(SomeEndpoints.made(), RICH))).isEmpty();
    ReleaseSpec unscaled = SomeReleases.but("{'autoscaling': null}");
    assertThat(drift(SomeEndpoints.made(), unscaled, around(SomeEndpoints.made(), unscaled)))
        .isEmpty();
  }

  @Test
  void whatTheEndpointRunsOnAndIsGoneIsNamed() {
    assertThat(drift("{'missing': ['model.m']}"))
        .containsExactly(new Difference("model.m", "there", null));
  }

  @Test
  void tagsThatTheReleaseNamesMustBeThereAndOthersAreOtherPeoples() {
    assertThat(drift("{'tags': {'CostCenter': 'theirs', 'aws:created': 'x'}}")).isEmpty();
    assertThat(drift("{'tags': {'Environment': 'dev', 'slipway:release': null}}"))
        .containsExactly(
            new Difference("tags.Environment", "prod", "dev"),
            new Difference("tags.slipway:release", "1", null));
  }

  @Test
  void anEndpointThatWasNeverClaimedCarriesNoMarkOfOurs() {
    Endpoint theirs = SomeEndpoints.adopted(false);
    assertThat(
            drift(
                theirs,
                RICH,
                but(
                    around(theirs, RICH),
                    "{'tags': {'slipway:endpoint': null}, 'target_tags': {'slipway:endpoint':"
                        + " null}}")))
        .isEmpty();
  }

  @Test
  void autoscalingThatIsGoneOrNotReleasedIsDrift() {
    assertThat(drift("{'target': null}"))
        .containsExactly(new Difference("autoscaling", "2 to 10", null));
    ReleaseSpec unscaled = SomeReleases.but("{'autoscaling': null}");
    assertThat(drift(SomeEndpoints.made(), unscaled, around(SomeEndpoints.made(), RICH)))
        .containsExactly(new Difference("autoscaling", null, "2 to 10"));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 10, true",
    "2, 3, true",
    "2, 7, false",
    "1, 3, false",
    "1, 10, false",
    "3, 12, false",
  })
  void boundsThatAScheduledActionSetsAreAllowed(int least, int most, boolean allowed) {
    List<Difference> found =
        drift("{'target': {'minimum': %d, 'maximum': %d}}".formatted(least, most));
    assertThat(found)
        .isEqualTo(
            allowed
                ? List.of()
                : List.of(new Difference("autoscaling", "2 to 10", least + " to " + most)));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 6, true",
    "4, 6, true",
    "2, 12, true",
    "4, 12, true",
    "2, 8, false",
    "4, 8, false",
    "3, 12, false",
  })
  void whatSeveralScheduledActionsMakeOfTheBoundsTogetherIsAllowed(
      int least, int most, boolean allowed) {
    ReleaseSpec each =
        SomeReleases.but(
            """
            {'autoscaling': {'min_instances': 2, 'max_instances': 6, 'scheduled_actions': [
              {'name': 'day', 'schedule': 'cron(0 6 * * ? *)', 'min_instances': 4},
              {'name': 'night', 'schedule': 'cron(0 20 * * ? *)', 'min_instances': 2},
              {'name': 'sale', 'schedule': 'at(2026-11-27T00:00:00)', 'max_instances': 12}]}}
            """);
    Surroundings bounded =
        but(
            around(SomeEndpoints.made(), each),
            "{'target': {'minimum': %d, 'maximum': %d}}".formatted(least, most));
    assertThat(drift(SomeEndpoints.made(), each, bounded).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void boundsThatAreCrossedAreNoScheduledActionsDoing() {
    ReleaseSpec each =
        SomeReleases.but(
            """
            {'autoscaling': {'min_instances': 2, 'max_instances': 6, 'scheduled_actions': [
              {'name': 'night', 'schedule': 'cron(0 20 * * ? *)', 'max_instances': 1}]}}
            """);
    Surroundings crossed =
        but(around(SomeEndpoints.made(), each), "{'target': {'minimum': 2, 'maximum': 1}}");
    assertThat(drift(SomeEndpoints.made(), each, crossed)).isNotEmpty();
  }

  @Test
  void theTargetCarriesOurMark() {
    assertThat(drift("{'target_tags': {'slipway:endpoint': 'other'}}"))
        .containsExactly(
            new Difference("autoscaling.tags.slipway:endpoint", "prod-fraud-detector", "other"));
  }

  @Test
  void aTrackingPolicyIsComparedWithTargetAndCooldowns() {
    Surroundings slower =
        but(
            around(SomeEndpoints.made(), RICH),
            "{'policies': {'tracking': [{'name': 'prod-fraud-detector-scaling', 'metric':"
                + " 'INVOCATIONS_PER_INSTANCE', 'target': 700, 'scale_in_cooldown_seconds': 300,"
                + " 'scale_out_cooldown_seconds': 60}]}}");
    assertThat(drift(SomeEndpoints.made(), RICH, slower))
        .containsExactly(
            new Difference(
                "autoscaling.policies.prod-fraud-detector-scaling",
                "INVOCATIONS_PER_INSTANCE at 500.0, in 300 s, out 60 s",
                "INVOCATIONS_PER_INSTANCE at 700.0, in 300 s, out 60 s"));
  }

  @Test
  void aPolicyThatIsGoneAndOneThatSomebodyAddedAreDrift() {
    Surroundings replaced =
        but(
            around(SomeEndpoints.made(), RICH),
            "{'policies': {'tracking': [{'name': 'theirs', 'metric':"
                + " 'CONCURRENT_REQUESTS_PER_MODEL', 'target': 5, 'scale_in_cooldown_seconds': 1,"
                + " 'scale_out_cooldown_seconds': 2}]}}");
    assertThat(drift(SomeEndpoints.made(), RICH, replaced))
        .containsExactly(
            new Difference(
                "autoscaling.policies.prod-fraud-detector-scaling",
                "INVOCATIONS_PER_INSTANCE at 500.0, in 300 s, out 60 s",
                null),
            new Difference(
                "autoscaling.policies.theirs",
                null,
                "CONCURRENT_REQUESTS_PER_MODEL at 5.0, in 1 s, out 2 s"));
  }

  @Test
  void whatIsSwitchedOffAndWhatSlipwayHasNoWordsForIsDrift() {
    assertThat(drift("{'target': {'suspended': ['DynamicScalingOut']}}"))
        .containsExactly(new Difference("autoscaling.suspended", null, "DynamicScalingOut"));
    assertThat(drift("{'policies': {'others': ['by-queue-length']}}"))
        .containsExactly(
            new Difference(
                "autoscaling.policies.by-queue-length",
                null,
                "on terms that Slipway has no words for"));
    assertThat(drift("{'alarms': {'" + SURGE + "': {'acting': false}}}"))
        .containsExactly(new Difference("alarms." + SURGE + ".actions_enabled", "true", "false"));
  }

  @Test
  void aStepPolicyIsComparedStepByStep() {
    Surroundings gentle =
        but(
            around(SomeEndpoints.made(), RICH),
            "{'policies': {'steps': [{'policy': {'name': '"
                + SURGE
                + "', 'adjustment': 'EXACT_CAPACITY', 'cooldown_seconds': 60, 'steps':"
                + " [{'upper_bound': 0, 'adjustment': 1}]}, 'arn': 'arn:surge'}]}}");
    assertThat(drift(SomeEndpoints.made(), RICH, gentle))
        .containsExactly(
            new Difference(
                "autoscaling.policies." + SURGE,
                "CHANGE_IN_CAPACITY, cooldown 60 s: [0.0, 100.0) 2; [100.0, ) 4",
                "EXACT_CAPACITY, cooldown 60 s: [, 0.0) 1"));
  }

  @Test
  void theAlarmThatSetsAStepPolicyOffIsComparedToo() {
    assertThat(drift("{'alarms': {'" + SURGE + "': null}}"))
        .containsExactly(new Difference("alarms." + SURGE, "there", null));
    assertThat(drift("{'alarms': {'" + SURGE + "': {'spec': {'threshold': 9}}}}"))
        .containsExactly(new Difference("alarms." + SURGE + ".threshold", "900.0", "9.0"));
    assertThat(drift("{'policies': {'steps': []}}"))
        .as("an alarm whose policy is gone has nothing to tell")
        .extracting(Difference::field)
        .containsExactly("autoscaling.policies." + SURGE);
  }

  @Test
  void scheduledActionsAreComparedWithTheirTimeZoneAndBounds() {
    Surroundings moved =
        but(
            around(SomeEndpoints.made(), RICH),
            "{'schedule': [{'name': 'prod-fraud-detector-schedule-night', 'schedule': 'cron(0 20 *"
                + " * ? *)', 'minimum': 1, 'maximum': 3}, {'name': 'theirs', 'schedule': 'at(x)',"
                + " 'timezone': 'UTC'}]}");
    assertThat(drift(SomeEndpoints.made(), RICH, moved))
        .containsExactly(
            new Difference(
                "autoscaling.scheduled_actions.prod-fraud-detector-schedule-day",
                "cron(0 6 * * ? *) Europe/Berlin: at least 2",
                null),
            new Difference(
                "autoscaling.scheduled_actions.prod-fraud-detector-schedule-night",
                "cron(0 20 * * ? *) UTC:  at most 3",
                "cron(0 20 * * ? *) UTC: at least 1 at most 3"),
            new Difference("autoscaling.scheduled_actions.theirs", null, "at(x) UTC: "));
  }

  private static List<Difference> drift(String patch) {
    return drift(SomeEndpoints.made(), RICH, but(around(SomeEndpoints.made(), RICH), patch));
  }

  private static List<Difference> drift(Endpoint endpoint, ReleaseSpec spec, Surroundings around) {
    return SurroundingsDrift.of(endpoint, SomeReleases.release(1, spec), around);
  }

  private static Surroundings but(Surroundings around, String patch) {
    return Patched.with(around, patch);
  }

  /** As Slipway would have made it. */
  private static Surroundings around(Endpoint endpoint, ReleaseSpec spec) {
    Map<String, String> tags = new HashMap<>(spec.tags());
    tags.put("slipway:endpoint", "prod-fraud-detector");
    tags.put("slipway:release", "1");
    @Nullable Scaling scaling = spec.autoscaling();
    if (scaling == null) {
      return new Surroundings(tags, List.of(), Map.of(), null, Map.of(), Policies.NONE, List.of());
    }
    ScalingParts parts = new ScalingParts(endpoint, scaling);
    Map<String, LiveAlarm> alarms =
        SomeAlarms.live(
            scaling.steps().stream()
                .map(step -> parts.alarm(step, "arn:surge", Map.of()))
                .toList());
    return new Surroundings(
        tags,
        List.of(),
        alarms,
        new Target(scaling.minInstances(), scaling.maxInstances(), "arn:target", List.of()),
        Map.of("slipway:endpoint", "prod-fraud-detector"),
        new Policies(
            parts.tracking().stream().toList(),
            scaling.steps().stream()
                .map(step -> new LiveStepPolicy(parts.policy(step), "arn:surge"))
                .toList(),
            List.of()),
        parts.actions());
  }
}
