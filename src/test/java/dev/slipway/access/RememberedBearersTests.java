package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.base.Failure;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class RememberedBearersTests {

  private static final Principal ADA = principal(null);

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private volatile Principal holder = ADA;
  private volatile @Nullable RuntimeException failure;
  private volatile CountDownLatch hangs = new CountDownLatch(0);
  private final AtomicInteger answered = new AtomicInteger();
  private final RememberedBearers bearers =
      new RememberedBearers(this::find, new WallClock(() -> now));

  private Principal find(String bearer) {
    try {
      hangs.await();
      RuntimeException thrown = failure;
      if (thrown != null) throw thrown;
      return holder;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      answered.incrementAndGet();
    }
  }

  private static Principal principal(@Nullable Instant until) {
    return new Principal(
        "token:admin", Principal.Kind.ADMIN_TOKEN, "admin", Permissions.ALL, until);
  }

  private void databaseIsDown() {
    failure = new DataAccessResourceFailureException("down");
  }

  @Test
  void whoeverAsksGoesOnToForADayWhileTheDatabaseIsDown() {
    bearers.require("t");
    databaseIsDown();
    Instant until = now.plus(RememberedBearers.UNCONFIRMED);
    for (now = now.plusSeconds(60); now.isBefore(until); now = now.plusSeconds(60)) {
      assertThat(bearers.require("t")).isEqualTo(ADA);
    }
    assertThatThrownBy(() -> bearers.require("t")).isSameAs(failure);
  }

  @Test
  void theDayBeginsWithTheDatabasesLastWord() {
    bearers.require("t");
    for (int hour = 0; hour < 30; hour++) {
      now = now.plus(Duration.ofMinutes(59));
      bearers.require("t");
    }
    databaseIsDown();
    for (int hour = 0; hour < 24; hour++) {
      now = now.plus(Duration.ofMinutes(59));
      assertThat(bearers.require("t")).isEqualTo(ADA);
    }
    now = now.plus(Duration.ofMinutes(59));
    assertThatThrownBy(() -> bearers.require("t")).isSameAs(failure);
  }

  @Test
  void nobodyElseDoes() {
    bearers.require("t");
    databaseIsDown();
    assertThatThrownBy(() -> bearers.require("u")).isSameAs(failure);
    now = now.plus(RememberedBearers.KEPT);
    assertThatThrownBy(() -> bearers.require("t"))
        .as("who has not asked within the hour")
        .isSameAs(failure);
  }

  @Test
  void aTokenExpiresAllTheSame() {
    holder = principal(now.plusSeconds(60));
    bearers.require("t");
    databaseIsDown();
    now = now.plusSeconds(59);
    assertThat(bearers.require("t")).isEqualTo(holder);
    now = now.plusSeconds(1);
    assertThatThrownBy(() -> bearers.require("t")).isSameAs(failure);
  }

  @Test
  void aRevokedTokenIsRefusedAtOnceAndNotRememberedAfterwards() {
    bearers.require("t");
    failure = Bearer.unknown();
    assertThatThrownBy(() -> bearers.require("t")).isInstanceOf(Failure.Unauthenticated.class);
    databaseIsDown();
    assertThatThrownBy(() -> bearers.require("t")).isSameAs(failure);
  }

  @Test
  void whatTheyMayDoIsAsTheDatabaseLastSaid() {
    bearers.require("t");
    holder = principal(Instant.MAX);
    assertThat(bearers.require("t")).isEqualTo(holder);
    databaseIsDown();
    assertThat(bearers.require("t")).isEqualTo(holder);
  }

  @Test
  void aDatabaseThatHangsIsNotWaitedForButWhatItSaysInTheEndCounts() {
    bearers.require("t");
    hangs = new CountDownLatch(1);
    assertThat(bearers.require("t")).isEqualTo(ADA);
    failure = Bearer.unknown();
    hangs.countDown();
    await().until(() -> answered.get() == 2);
    databaseIsDown();
    await().untilAsserted(() -> assertThatThrownBy(() -> bearers.require("t")).isSameAs(failure));
  }

  @Test
  void aDefectOfOurOwnIsNoOutage() {
    bearers.require("t");
    failure = new IllegalStateException("ours");
    assertThatThrownBy(() -> bearers.require("t")).isSameAs(failure);
  }
}
