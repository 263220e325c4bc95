package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.DeniedAttempts.Sum;
import dev.slipway.base.WallClock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeniedAttemptsTests {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final DeniedAttempts attempts = new DeniedAttempts(new WallClock(() -> now));

  @Test
  void theFirstOfASortIsDueAtOnceAndTheRestOnceAMinute() {
    attempts.note(denial("ada", "GET /a"));
    assertThat(attempts.due()).extracting(Sum::times).containsExactly(1L);
    attempts.note(denial("ada", "GET /a"));
    attempts.note(denial("ada", "GET /a"));
    assertThat(attempts.due()).isEmpty();
    now = now.plusSeconds(60);
    List<Sum> due = attempts.due();
    assertThat(due).extracting(Sum::times).containsExactly(2L);
    assertThat(due.getFirst().since()).isEqualTo(now.minusSeconds(60));
    now = now.plusSeconds(600);
    assertThat(attempts.due()).isEmpty();
  }

  @Test
  void knownCallersAreToldApartByWhatTheyTriedAndOthersByWhereTheyComeFromToo() {
    attempts.note(denial("ada", "GET /a"));
    attempts.note(denial("ada", "GET /b"));
    attempts.note(denial("ben", "GET /a"));
    attempts.note(denial(null, "GET /v1/models/a"));
    attempts.note(denial(null, "GET /v1/models/b/versions"));
    attempts.note(denial(null, "POST /v1/models"));
    attempts.note(denial(null, "GET /v1/endpoints"));
    attempts.note(new Denial(null, "192.0.2.1", "GET /v1/endpoints", "Too many.", "r"));
    assertThat(attempts.due())
        .extracting(Sum::times)
        .containsExactlyInAnyOrder(1L, 1L, 1L, 2L, 1L, 1L, 1L);
  }

  @Test
  void oneAddressThatTriesEverythingFillsNoRecord() {
    int tries = 10 * DeniedAttempts.MOST_OF_AN_ADDRESS;
    for (int i = 0; i < tries; i++) attempts.note(denial(null, "GET /" + i));
    List<Sum> due = attempts.due();
    assertThat(due).hasSize(DeniedAttempts.MOST_OF_AN_ADDRESS + 1).noneMatch(Sum::others);
    assertThat(due.stream().mapToLong(Sum::times).sum()).isEqualTo(tries);
    now = now.plusSeconds(60);
    assertThat(attempts.due()).isEmpty();
    for (int i = 0; i < tries; i++) attempts.note(denial(null, "GET /again/" + i));
    assertThat(attempts.due()).hasSize(DeniedAttempts.MOST_OF_AN_ADDRESS + 1);
  }

  @Test
  void nothingIsLostWhenItCannotBeWrittenDown() {
    attempts.note(denial("ada", "GET /a"));
    Sum failed = attempts.due().getFirst();
    attempts.putBack(failed);
    attempts.note(denial("ada", "GET /a"));
    assertThat(attempts.rest()).extracting(Sum::times).containsExactly(2L);
    assertThat(attempts.rest()).isEmpty();
  }

  @Test
  void itsMemoryIsBoundedAndEveryAttemptIsCounted() {
    for (int i = 0; i < 3 * DeniedAttempts.MOST; i++) attempts.note(denial("ada", "GET /" + i));
    List<Sum> due = attempts.due();
    assertThat(due).hasSize(DeniedAttempts.MOST + 1);
    assertThat(due.stream().mapToLong(Sum::times).sum()).isEqualTo(3 * DeniedAttempts.MOST);
    assertThat(due).filteredOn(Sum::others).hasSize(1);
  }

  private static Denial denial(@Nullable String caller, String tried) {
    return new Denial(caller, "192.0.2.1", tried, "No.", "r");
  }
}
