package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a freeze is on, and until when. */
class FreezeTests {

  /**
   * Fridays at 18:00 in Berlin, for 62 hours: until Monday at 08:00, but for a change of clocks.
   */
  private static final Freeze WEEKEND =
      new Freeze("weekend", "0 18 * * FRI", "Europe/Berlin", 62 * 3600);

  @ParameterizedTest
  @CsvSource({
    // In winter Berlin is an hour ahead.
    "2026-01-09T16:59:59Z, ",
    "2026-01-09T17:00:00Z, 2026-01-12T07:00:00Z",
    "2026-01-12T06:59:59Z, 2026-01-12T07:00:00Z",
    "2026-01-12T07:00:00Z, ",
    // The clocks go forward on 29 March, so Monday 08:00 comes an hour sooner than it ends.
    "2026-03-28T12:00:00Z, 2026-03-30T07:00:00Z",
    "2026-04-03T15:59:59Z, ",
    "2026-04-03T16:00:00Z, 2026-04-06T06:00:00Z",
  })
  void aWindowOpensByTheClockOfItsZoneAndLastsItsSeconds(Instant now, Instant until) {
    assertThat(WEEKEND.at(now).map(Freeze.Frozen::until).orElse(null)).isEqualTo(until);
  }

  @ParameterizedTest
  @CsvSource({
    // Berlin puts its clocks from 02:00 to 03:00 on 29 March, at 01:00 UTC.
    "0 2 * * SUN, Europe/Berlin, 86400, 2026-03-29T00:59:59Z, ",
    "0 2 * * SUN, Europe/Berlin, 86400, 2026-03-29T10:00:00Z, 2026-03-30T01:00:00Z",
    "0 2 * * SUN, Europe/Berlin, 86400, 2026-03-30T01:00:00Z, ",
    "30 2 * * *, Europe/Berlin, 3600, 2026-03-29T01:15:00Z, 2026-03-29T02:00:00Z",
    "15-45/15 2 * * *, Europe/Berlin, 60, 2026-03-29T01:00:59Z, 2026-03-29T01:01:00Z",
    "*/30 2-3 * * *, Europe/Berlin, 60, 2026-03-29T01:30:30Z, 2026-03-29T01:31:00Z",
    // Cairo skips the first hour of the last Friday of April.
    "0 0 * * FRI, Africa/Cairo, 172800, 2026-04-24T10:00:00Z, 2026-04-25T22:00:00Z",
  })
  void whatBeginsInAnHourThatIsSkippedBeginsAsTheClocksArePutForward(
      String cron, String zone, int seconds, Instant now, Instant until) {
    assertThat(until(cron, zone, seconds, now)).isEqualTo(until);
  }

  @ParameterizedTest
  @CsvSource({
    // Berlin has the hour from 02:00 twice on 25 October, from 00:00 and from 01:00 UTC.
    "0 2 * * *, 1800, 2026-10-25T00:15:00Z, 2026-10-25T00:30:00Z",
    "0 2 * * *, 1800, 2026-10-25T00:45:00Z, ",
    "0 2 * * *, 1800, 2026-10-25T01:15:00Z, 2026-10-25T01:30:00Z",
    "0 2 * * *, 1800, 2026-10-25T02:15:00Z, ",
    "0 3 * * *, 1800, 2026-10-25T02:15:00Z, 2026-10-25T02:30:00Z",
    "0 * 25 10 *, 3600, 2026-10-25T00:15:00Z, 2026-10-25T23:00:00Z",
  })
  void whatBeginsInAnHourThatComesTwiceBeginsTwice(
      String cron, int seconds, Instant now, Instant until) {
    assertThat(until(cron, "Europe/Berlin", seconds, now)).isEqualTo(until);
  }

  private static @Nullable Instant until(String cron, String zone, int seconds, Instant now) {
    return new Freeze("one", cron, zone, seconds).at(now).map(Freeze.Frozen::until).orElse(null);
  }

  @ParameterizedTest
  @CsvSource({"0 0 22 * * *", "0 22 * * *", "@daily"})
  void sixFieldsFiveFieldsAndNamesAreRead(String cron) {
    assertThat(new Freeze("night", cron, null, 86_400 / 2).expression()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    // Two nights that touch are one.
    "0 20 * * *, 86400, 2026-01-09T21:00:00Z, ",
    "0 20 10-12 1 *, 86400, 2026-01-11T21:00:00Z, 2026-01-13T20:00:00Z",
    "*/5 * * * *, 300, 2026-01-11T21:00:00Z, ",
  })
  void windowsThatTouchAreOne(String cron, int seconds, Instant now, Instant until) {
    Freeze.Frozen frozen = new Freeze("one", cron, null, seconds).at(now).orElseThrow();
    assertThat(frozen.until()).isEqualTo(until);
  }
}
