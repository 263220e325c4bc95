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
    attempts.note(new Denial(null, "192.0.2.1", "GET /v1/endpoints", "TOO_MANY", "No.", "r"));
    assertThat(attempts.due())
        .extracting(Sum::times)
        .containsExactlyInAnyOrder(1L, 1L, 1L, 2L, 1L, 1L, 1L);
  }

  @Test
  void whatDiffersInItsSentenceAloneIsOneSortAndTheLastSentenceIsKept() {
    for (String time : List.of("120001Z", "120002Z")) {
      attempts.note(
          new Denial(null, "192.0.2.1", "POST /a/b", "UNTIMELY", "Expired: " + time, "r"));
    }
    assertThat(attempts.due())
        .singleElement()
        .satisfies(sum -> {
          assertThat(sum.times()).isEqualTo(2);
          assertThat(sum.last().why()).isEqualTo("Expired: 120002Z");
        });
  }

  @Test
  void nobodyWritesMuchIntoTheRecordByWhatTheySend() {
    String much = "x".repeat(14_000);
    attempts.note(new Denial(null, "192.0.2.1", "POST /" + much, "WRONG", "Not for " + much, "r"));
    Denial kept = attempts.due().getFirst().last();
    assertThat(kept.tried()).hasSizeLessThan(300).startsWith("POST /xx").endsWith("…");
    assertThat(kept.why()).hasSizeLessThan(1100).startsWith("Not for xx").endsWith("…");
  }

  @Test
  void oneAddressThatTriesEverythingFillsNoRecord() {
    int tries = 10 * DeniedAttempts.MOST_OF_A_NETWORK;
    for (int i = 0; i < tries; i++) attempts.note(denial(null, "GET /" + i));
    List<Sum> due = attempts.due();
    assertThat(due).hasSize(DeniedAttempts.MOST_OF_A_NETWORK + 1).noneMatch(Sum::others);
    assertThat(due.stream().mapToLong(Sum::times).sum()).isEqualTo(tries);
    now = now.plusSeconds(60);
    assertThat(attempts.due()).isEmpty();
    for (int i = 0; i < tries; i++) attempts.note(denial(null, "GET /again/" + i));
    assertThat(attempts.due()).hasSize(DeniedAttempts.MOST_OF_A_NETWORK + 1);
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
  void aNetworkOfTheNewProtocolIsOneAddress() {
    for (int i = 0; i < 100; i++) {
      attempts.note(from("2001:db8:1:2::" + Integer.toHexString(i), "GET /v1/me"));
    }
    assertThat(attempts.due()).extracting(Sum::times).containsExactly(100L);
  }

  @Test
  void oneCallerWhoTriesEverythingIsWrittenDownUnderTheName() {
    int tries = 3 * DeniedAttempts.MOST;
    for (int i = 0; i < tries; i++) attempts.note(denial("ada", "GET /" + i));
    List<Sum> due = attempts.due();
    assertThat(due).hasSize(DeniedAttempts.MOST_OF_A_CALLER + 1).noneMatch(Sum::others);
    assertThat(due.stream().mapToLong(Sum::times).sum()).isEqualTo(tries);
  }

  @Test
  void itsMemoryIsBoundedAndEveryAttemptIsCountedAndNobodyKnownIsHiddenByOthers() {
    int tries = 3 * DeniedAttempts.MOST;
    for (int i = 0; i < tries; i++) {
      attempts.note(from("10.%d.%d.1".formatted(i / 256, i % 256), "GET /v1/me"));
    }
    attempts.note(denial("ada", "GET /a"));
    List<Sum> due = attempts.due();
    assertThat(due).hasSize(DeniedAttempts.MOST + 2);
    assertThat(due.stream().mapToLong(Sum::times).sum()).isEqualTo(tries + 1);
    assertThat(due).filteredOn(Sum::others).hasSize(1);
    assertThat(due)
        .filteredOn(sum -> "ada".equals(sum.last().caller()))
        .singleElement()
        .satisfies(sum -> assertThat(sum.others()).isFalse());
    for (int i = 0; i < tries; i++) attempts.note(denial("caller-" + i, "GET /a"));
    due = attempts.due();
    assertThat(due).hasSize(DeniedAttempts.MOST).filteredOn(Sum::others).hasSize(1);
    assertThat(due.stream().mapToLong(Sum::times).sum()).isEqualTo(tries);
  }

  private static Denial from(String address, String tried) {
    return new Denial(null, address, tried, "NOBODY", "No.", "r");
  }

  private static Denial denial(@Nullable String caller, String tried) {
    return new Denial(caller, "192.0.2.1", tried, "NOBODY", "No.", "r");
  }
}
