package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Profile.AlarmRules.Preset;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How long traffic bakes, and whether alarms can fire within that. */
class BakesTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # strategy  | share | instances | wait | termination | together
          ALL_AT_ONCE |       | 4         | 300  | 120         | 120
          CANARY      | 1     | 4         | 300  | 120         | 420
          LINEAR      | 2     | 10        | 300  | 120         | 1320
          LINEAR      |       | 10        | 300  | 120         | 2820
          ROLLING     | 2     | 10        | 300  | 120         | 1500
          ROLLING     |       | 40        | 60   | 120         | 1200
          """)
  void theLastStepOfABlueGreenUpdateBakesForTheTerminationWait(
      Strategy strategy,
      @Nullable String share,
      int instances,
      int wait,
      int termination,
      int together) {
    RolloutPolicy policy = SomeRollouts.of(strategy, share, wait, termination);
    assertThat(Bakes.seconds(policy, instances)).isEqualTo(together);
  }

  @Test
  void aTimeoutMustBeLongerThanTheWaitsTogether() {
    RolloutPolicy equal = new RolloutPolicy(Strategy.ALL_AT_ONCE, null, null, 0, 1800, 1800);
    RolloutPolicy longer = new RolloutPolicy(Strategy.ALL_AT_ONCE, null, null, 0, 1800, 1801);
    assertThatCode(() -> Bakes.checkTimeout(longer, 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Bakes.checkTimeout(equal, 1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("1800 s is not longer than the waits together (1800 s)");
  }

  @ParameterizedTest
  @CsvSource({
    "ARTICLE, 360, true",
    "ARTICLE, 359, false",
    "GUARDED, 360, true",
    "GUARDED, 359, false",
  })
  void everyAlarmNeedsItsPeriodsAndCloudWatchsDelay(String preset, int bake, boolean enough) {
    ReleaseSpec wanted = SomeReleases.but("{'alarms': {'preset': '%s'}}".formatted(preset));
    if (enough) {
      assertThat(Bakes.tooShort(wanted, bake)).isEmpty();
    } else if (preset.equals("GUARDED")) {
      assertThatThrownBy(() -> Bakes.tooShort(wanted, bake))
          .isInstanceOf(Refused.class)
          .hasMessageContaining(
              "bakes for 359 s, but the error alarm needs 360 s and the latency alarm needs 360 s"
                  + " to fire (periods and CloudWatch's delay): a bad release would pass.")
          .hasMessageContaining("Bake for at least 360 s.");
    } else {
      assertThat(Bakes.tooShort(wanted, bake))
          .hasValueSatisfying(remark -> {
            assertThat(remark.severity()).isEqualTo(Severity.WARNING);
            assertThat(remark.message()).contains("would pass");
            assertThat(remark.proposal()).contains("termination_wait_seconds to at least 360");
          });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          299 | the error alarm needs 300 s and the latency alarm needs 360 s to fire | a bad release
          300 | but the latency alarm needs 360 s to fire                             | a slow release
          """)
  void theAlarmThatCannotFireIsNamed(int bake, String blind, String passes) {
    assertThat(Bakes.tooShort(SomeReleases.article("v2"), bake).orElseThrow().message())
        .contains(blind, passes + " would pass");
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void whatTheAlarmsNeedIsReckonedWithTheirOwnPeriods(Preset preset) {
    ReleaseSpec wanted = SomeReleases.but("{'alarms': {'preset': '%s'}}".formatted(preset));
    assertThat(AlarmSet.rollback(SomeEndpoints.made(), "config", wanted, Map.of()))
        .extracting(alarm -> alarm.periodSeconds() * alarm.evaluationPeriods())
        .containsExactly(
            AlarmSight.errorPeriodsSeconds(wanted.alarms()), AlarmSight.LATENCY_PERIODS_SECONDS);
  }

  @Test
  void aRollingUpdateHasOnlyTheWaitBetweenBatchesToRaise() {
    ReleaseSpec rolling =
        SomeReleases.but(
            "{'rollout': {'strategy': 'ROLLING', 'maximum_batch_size': {'type': 'INSTANCE_COUNT',"
                + " 'value': 1}}}");
    assertThat(Bakes.tooShort(rolling, 0).orElseThrow().proposal())
        .isEqualTo("Raise rollout.wait_interval_seconds.");
  }

  @Test
  void slipwayBakesWhatSageMakerHasNoGuardrailsFor() {
    ReleaseSpec instances = SomeReleases.article("v1");
    ReleaseSpec serverless = SomeReleases.serverless("v1");
    assertThat(Bakes.ours(instances, instances)).isFalse();
    assertThat(Bakes.ours(serverless, serverless)).isTrue();
    assertThat(Bakes.ours(instances, serverless)).isTrue();
    assertThat(Bakes.ours(serverless, instances)).isTrue();
    assertThat(Bakes.ours(null, serverless)).as("a creation has nothing to go back to").isFalse();
  }

  @Test
  void whereSlipwayBakesItselfServerlessIsReckonedAsOneInstance() {
    assertThat(Bakes.own(SomeReleases.serverless("v1")))
        .isEqualTo(Duration.ofMinutes(5).plusMinutes(2));
    assertThat(
            Bakes.own(
                SomeReleases.but(
                    "{'rollout': {'strategy': 'LINEAR', 'linear_step': {'type': 'INSTANCE_COUNT',"
                        + " 'value': 1}}}")))
        .isEqualTo(Duration.ofMinutes(5).plusMinutes(2));
  }
}
