package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile.AlarmRules.Preset;
import dev.slipway.judge.Evidence.Minute;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** For which minutes rollback alarms fire. */
class FiringRuleTests {

  @Test
  void theArticlesAlarmCountsErrorsAlone() {
    FiringRule errors = FiringRule.of(alarms(Preset.ARTICLE).getFirst()).orElseThrow();
    assertThat(errors.fires(minute(6, 100_000, 40.0))).isTrue();
    assertThat(errors.fires(minute(5, 10, 40.0))).isFalse();
  }

  @Test
  void theGuardedOneCountsThemByNumberAndRate() {
    FiringRule errors = FiringRule.of(alarms(Preset.GUARDED).getFirst()).orElseThrow();
    assertThat(errors.fires(minute(3, 149, 40.0))).isTrue();
    assertThat(errors.fires(minute(3, 150, 40.0))).as("just 2 %").isFalse();
    assertThat(errors.fires(minute(2, 2, 40.0))).isFalse();
  }

  @Test
  void latencyIsComparedInMillisecondsAndAMinuteWithoutOneIsQuiet() {
    FiringRule latency = FiringRule.of(alarms(Preset.GUARDED).getLast()).orElseThrow();
    assertThat(latency.fires(minute(0, 100, 1000.1))).isTrue();
    assertThat(latency.fires(minute(0, 100, 1000.0))).isFalse();
    assertThat(latency.fires(minute(0, 0, null))).isFalse();
  }

  @Test
  void theAbortAlarmAndOthersAlarmsWatchNoFleet() {
    assertThat(FiringRule.of(AlarmSet.abort("prod-fraud-detector", "config", Map.of()))).isEmpty();
    assertThat(FiringRule.of(SomeAlarms.theirs("prod-fraud-detector"))).isEmpty();
  }

  private static List<AlarmSpec> alarms(Preset preset) {
    ReleaseSpec spec =
        SomeReleases.of(
            "v1", new Hosting("ml.c5.xlarge", 2), null, SomeReleases.ARTICLE_CANARY, preset);
    return AlarmSet.rollback(SomeEndpoints.made(), "config", spec, Map.of());
  }

  private static Minute minute(int errors, int requests, @Nullable Double latency) {
    return new Minute(Instant.EPOCH, requests, errors, 0, latency, null);
  }
}
