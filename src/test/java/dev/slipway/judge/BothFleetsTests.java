package dev.slipway.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.judge.Evidence.Minute;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of the old fleet in the minutes for which an alarm of the new one fired. */
class BothFleetsTests {

  private static final int NEEDED = 2;

  @Test
  void anOldFleetThatFailsAlikeSaysThatTheCauseIsLikelyElsewhere() {
    BothFleets both = errors(failing(28, 401), failing(30, 400));
    assertThat(both.alike()).isTrue();
    assertThat(both.sentence())
        .startsWith("In these minutes the old fleet had 56 of 802 (7.0 %) too, as many as the new")
        .containsPattern("Fisher: p = 0\\.\\d+")
        .contains("the cause is likely elsewhere");
  }

  @Test
  void anOldFleetWithoutErrorsIsToldAndNothingElseIsSaid() {
    BothFleets both = errors(failing(0, 400), failing(30, 400));
    assertThat(both.alike()).isFalse();
    assertThat(both.sentence()).isEqualTo("In these minutes the old fleet had 0 of 800 (0.0 %).");
  }

  @Test
  void anOldFleetThatIsBadAndLessSoIsNoExcuse() {
    BothFleets both = errors(failing(12, 400), failing(60, 400));
    assertThat(both.alike()).isFalse();
    assertThat(both.sentence()).contains("24 of 800 (3.0 %) too", "the new one was worse (Fisher");
  }

  @Test
  void tooFewRequestsToTellTheFleetsApartAreCalledThat() {
    BothFleets both = errors(failing(1, 60), failing(3, 60));
    assertThat(both.alike()).isFalse();
    assertThat(both.sentence()).contains("2 of 120 (1.7 %), too few to tell the fleets apart");
  }

  @Test
  void anOldFleetThatNobodyAskedInTheseMinutesSaysNothing() {
    assertThat(errors(List.of(), failing(30, 400)).sentence())
        .startsWith("The old fleet had no requests in these minutes");
  }

  @Test
  void onlyTheMinutesForWhichTheAlarmFiredAreCompared() {
    List<Minute> after =
        List.of(minute(0, 30, 400, 50), minute(1, 0, 400, 50), minute(2, 30, 400, 50));
    List<Minute> before =
        List.of(minute(0, 0, 400, 50), minute(1, 90, 400, 50), minute(2, 0, 400, 50));
    assertThat(errors(before, after).sentence()).contains("0 of 800");
  }

  @Test
  void anOldFleetThatFailedInOneOfTheMinutesWouldNotHaveFired() {
    List<Minute> before = List.of(minute(0, 56, 400, 50), minute(1, 0, 400, 50));
    assertThat(errors(before, failing(30, 400)).alike()).isFalse();
  }

  @Test
  void latenciesAreAlikeWhereTheNewFleetIsNotSlowerByWhatMatters() {
    BothFleets alike = latency(1100, 1200);
    assertThat(alike.alike()).isTrue();
    assertThat(alike.sentence())
        .contains(
            "the old fleet took 1100 ms on average, the new one 1200 ms: the cause is likely");
    assertThat(latency(1100, 1400).alike()).isFalse();
    assertThat(latency(900, 1050).alike()).as("it would not have fired").isFalse();
    assertThat(latency(40, 1400).sentence())
        .isEqualTo("In these minutes the old fleet took 40 ms on average, the new one 1400 ms.");
  }

  private static BothFleets errors(List<Minute> before, List<Minute> after) {
    return BothFleets.errors(
        new Evidence(before, after),
        minute ->
            minute.serverErrors() >= 3
                && (double) minute.serverErrors() / minute.invocations() > 0.02,
        NEEDED);
  }

  private static BothFleets latency(double before, double after) {
    return BothFleets.latency(
        new Evidence(
            List.of(minute(0, 0, 400, before), minute(1, 0, 400, before)),
            List.of(minute(0, 0, 100, after), minute(1, 0, 100, after))),
        minute -> minute.modelLatencyMs() != null && minute.modelLatencyMs() > 1000,
        NEEDED);
  }

  private static List<Minute> failing(int errors, int requests) {
    return IntStream.range(0, 2).mapToObj(at -> minute(at, errors, requests, 50)).toList();
  }

  private static Minute minute(int at, int errors, int requests, double latency) {
    return new Minute(
        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * at),
        requests,
        errors,
        0,
        latency,
        latency / 10);
  }
}
