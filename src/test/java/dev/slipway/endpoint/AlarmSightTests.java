package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smallest fault that the rollback alarms can see at recent traffic. */
class AlarmSightTests {

  @ParameterizedTest
  @CsvSource({
    // More than 5 errors in a minute.
    "ARTICLE, 600, 0.01",
    "ARTICLE,   6, 1",
    "ARTICLE,   3, 2",
    "ARTICLE,   0, Infinity",
    // At least 3 errors, and more than 2 % of the minute's requests.
    "GUARDED, 600, 0.02",
    "GUARDED, 150, 0.02",
    "GUARDED,  30, 0.1",
  })
  void theSmallestErrorRateFollowsFromTrafficAndPreset(
      String preset, double perMinute, double rate) {
    assertThat(AlarmSight.smallestErrorRate(with(preset).alarms(), perMinute)).isEqualTo(rate);
  }

  @Test
  void whatTheAlarmsSeeIsReckonedWithTheNewFleetsShare() {
    List<Remark> remarks = AlarmSight.remarks(with("ARTICLE"), 1200, 0.5);
    assertThat(remarks)
        .extracting(Remark::code)
        .containsExactly("error-alarm-sees", "latency-alarm-sees");
    assertThat(remarks).extracting(Remark::severity).containsOnly(Severity.NOTE);
    assertThat(remarks.getFirst().message())
        .isEqualTo(
            "At the recent 1200 requests/min, of which the new fleet gets 600 in its first bake,"
                + " the error alarm sees failure rates from 1.0 % on.");
    assertThat(remarks.getLast().message()).contains("more than 1000 ms for three minutes");
  }

  @Test
  void anAlarmThatCannotFireAtAllIsAWarningWithAProposal() {
    List<Remark> remarks = AlarmSight.remarks(with("ARTICLE"), 11, 0.5);
    assertThat(remarks.getFirst().code()).isEqualTo("error-alarm-is-blind");
    assertThat(remarks.getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(remarks.getFirst().proposal()).contains("larger canary");
    assertThat(AlarmSight.remarks(with("ARTICLE"), 12, 0.5).getFirst().code())
        .as("six failures of six requests make it fire")
        .isEqualTo("error-alarm-sees");
  }

  @Test
  void withLessThanARequestAMinuteTheLatencyAlarmIsBlind() {
    Remark blind = AlarmSight.remarks(with("ARTICLE"), 1.8, 0.5).getLast();
    assertThat(blind.code()).isEqualTo("latency-alarm-is-blind");
    assertThat(blind.severity()).isEqualTo(Severity.WARNING);
    assertThat(AlarmSight.remarks(with("ARTICLE"), 2, 0.5).getLast().code())
        .isEqualTo("latency-alarm-sees");
  }

  private static ReleaseSpec with(String preset) {
    return SomeReleases.but("{'alarms': {'preset': '%s'}}".formatted(preset));
  }
}
