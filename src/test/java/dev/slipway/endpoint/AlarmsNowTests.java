package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plan says of alarms that fire, or have no data, before its update begins. */
class AlarmsNowTests {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Set<String> PAGING = Set.of("pages");

  @Test
  void alarmsThatAreWellAreNotSpokenOf() {
    assertThat(AlarmsNow.remarks(PAGING, List.of(alarm("pages", AlarmState.OK, "all is well"))))
        .isEmpty();
  }

  @Test
  void eachThatFiresIsNamedWithItsTimeAndReason() {
    List<Remark> remarks =
        AlarmsNow.remarks(
            PAGING,
            List.of(
                alarm("pages", AlarmState.ALARM, "9 errors in a minute."),
                alarm("of-the-last", AlarmState.ALARM, null)));
    assertThat(remarks).extracting(Remark::code).containsOnly("alarm-fires-now");
    assertThat(remarks).extracting(Remark::severity).containsOnly(Severity.WARNING);
    assertThat(remarks.getFirst().message())
        .startsWith(
            "The alarm pages, which tells people, is in ALARM since 2026-01-01T00:00:00Z: 9 errors"
                + " in a minute. The fleet that serves");
    assertThat(remarks.getLast().message())
        .startsWith(
            "The alarm of-the-last, which SageMaker was given at the last update, is in ALARM"
                + " since 2026-01-01T00:00:00Z: CloudWatch gives no reason.");
  }

  @Test
  void thoseWithoutDataAreOneNote() {
    List<Remark> remarks =
        AlarmsNow.remarks(
            PAGING,
            List.of(
                alarm("pages", AlarmState.INSUFFICIENT_DATA, "no datapoints"),
                alarm("of-the-last", AlarmState.INSUFFICIENT_DATA, "unchecked")));
    assertThat(remarks)
        .singleElement()
        .satisfies(note -> {
          assertThat(note.severity()).isEqualTo(Severity.NOTE);
          assertThat(note.code()).isEqualTo("alarm-has-no-data");
          assertThat(note.message())
              .contains("pages, which tells people, is in INSUFFICIENT_DATA", "no datapoints")
              .contains("of-the-last", "unchecked");
        });
  }

  private static LiveAlarm alarm(String name, AlarmState state, @Nullable String reason) {
    AlarmSpec spec = SomeAlarms.theirs("prod-fraud-detector");
    return new LiveAlarm(
        name,
        "arn:aws:cloudwatch:us-east-1:123456789012:alarm:" + name,
        state,
        reason,
        SINCE,
        true,
        spec);
  }
}
