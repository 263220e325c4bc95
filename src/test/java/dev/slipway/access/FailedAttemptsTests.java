package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.base.Failure;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedAttemptsTests {

  private static final String HERE = "192.0.2.1";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final FailedAttempts attempts = new FailedAttempts(3, new WallClock(() -> now));

  @Test
  void whoeverFailsTooOftenHasToWaitAndIsToldHowLong() {
    fail(HERE, 3);
    var limited =
        catchThrowableOfType(Failure.Limited.class, () -> attempts.check(HERE, "another"));
    assertThat(limited.waiting()).isEqualTo(Duration.ofSeconds(20));
    now = now.plusSeconds(19);
    assertThat(isLimited(HERE, "another")).isTrue();
    now = now.plusSeconds(1);
    assertThat(isLimited(HERE, "another")).isFalse();
    fail(HERE, 1);
    assertThat(isLimited(HERE, "another")).isTrue();
    now = now.plusSeconds(3600);
    fail(HERE, 2);
    assertThat(isLimited(HERE, "another")).as("no more than a minute's are saved up").isFalse();
    fail(HERE, 1);
    assertThat(isLimited(HERE, "another")).isTrue();
  }

  @Test
  void othersAreNotConcerned() {
    fail(HERE, 3);
    assertThat(isLimited("192.0.2.2", "another")).isFalse();
  }

  @Test
  void whoSharesTheAddressGoesOnWithWhatWasValid() {
    attempts.succeeded("good");
    fail(HERE, 3);
    assertThat(isLimited(HERE, "good")).isFalse();
    attempts.failed(HERE, "good");
    assertThat(isLimited(HERE, "good")).as("until it is revoked").isTrue();
  }

  @Test
  void whoeverSignsWronglyHasToWaitForThatKeyAlone() {
    for (int i = 0; i < 3; i++) attempts.signedWrongly(HERE, "SLIPONE");
    var limited =
        catchThrowableOfType(Failure.Limited.class, () -> attempts.signedWrongly(HERE, "SLIPONE"));
    assertThat(limited.waiting()).isEqualTo(Duration.ofSeconds(20));
    assertThat(limited.detail()).contains(HERE).contains("SLIPONE");
    assertThat(isLimited(HERE, "a token")).isFalse();
    assertThatCode(() -> attempts.signedWrongly(HERE, "SLIPTWO")).doesNotThrowAnyException();
    assertThatCode(() -> attempts.signedWrongly("192.0.2.2", "SLIPONE")).doesNotThrowAnyException();
    now = now.plusSeconds(20);
    assertThatCode(() -> attempts.signedWrongly(HERE, "SLIPONE")).doesNotThrowAnyException();
  }

  @Test
  void aNetworkOfTheNewProtocolIsOneAddress() {
    fail("2001:db8:1:2:aaaa::1", 2);
    fail("2001:db8:1:2:0:0:0:7", 1);
    assertThat(isLimited("2001:db8:1:2:ffff:1:2:3", "x")).isTrue();
    assertThat(isLimited("2001:db8:1:3:ffff:1:2:3", "x")).isFalse();
    fail("2001:db8::1", 2);
    fail("2001:db8:0:0:0:7::", 1);
    assertThat(isLimited("2001:db8::a:b:c:d", "x")).as("however it is written").isTrue();
  }

  @Test
  void itsMemoryIsBounded() {
    fail(HERE, 3);
    for (int i = 0; i < 10_000; i++) fail("10.0." + i / 256 + "." + i % 256, 1);
    assertThat(isLimited(HERE, "another")).as("forgotten").isFalse();
    assertThatCode(() -> attempts.check("10.0.39.15", "x")).doesNotThrowAnyException();
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) attempts.failed(address, "guess-" + i);
  }

  private boolean isLimited(String address, String shown) {
    try {
      attempts.check(address, shown);
      return false;
    } catch (Failure.Limited e) {
      return true;
    }
  }
}
