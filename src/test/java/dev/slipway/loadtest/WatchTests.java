package dev.slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.loadtest.LoadTest.Stop;
import dev.slipway.loadtest.LoadTest.Stop.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What ends a step, by a clock that the test turns. */
class WatchTests {

  private static final Stop ALARM = Stop.because(Code.ALARM, "It fires.");

  private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
  private Supplier<Optional<Stop>> record = Optional::empty;
  private Optional<Stop> cloud = Optional.empty();
  private int cloudAsked;
  private final Watch watch =
      new Watch(() -> record.get(), this::inCloud, () -> now, Runnable::run);

  @Test
  void theRecordIsReadAtEveryLookAndAwsAskedEveryFewSeconds() {
    for (int look = 1; look <= 40; look++) {
      pass(500);
      assertThat(watch.look()).isEmpty();
    }
    assertThat(cloudAsked).isEqualTo(4);

    record = () -> Optional.of(Stop.because(Code.DEPLOYMENT, "It began."));
    assertThat(watch.look()).map(Stop::code).contains(Code.DEPLOYMENT);
  }

  @Test
  void aDatabaseThatIsSilentForAMomentEndsNothing() {
    for (int time = 1; time <= 3; time++) {
      record = WatchTests::unreachable;
      pass(9_000);
      assertThat(watch.look()).isEmpty();
      record = Optional::empty;
      pass(500);
      assertThat(watch.look()).isEmpty();
    }
  }

  @Test
  void oneThatIsSilentForLongerDoesForNobodyCouldTellThatTheLoadMustEnd() {
    pass(500);
    assertThat(watch.look()).isEmpty();
    record = WatchTests::withoutTransaction;
    pass(9_000);
    assertThat(watch.look()).isEmpty();
    pass(1_000);

    Stop stop = watch.look().orElseThrow();

    assertThat(stop.state()).isEqualTo(LoadTestState.STOPPED);
    assertThat(stop.code()).isEqualTo(Code.NO_DATABASE);
    assertThat(stop.reason()).contains("database did not answer for 10 s");
  }

  @Test
  void awsIsAskedWhileTheDatabaseIsSilent() {
    record = WatchTests::unreachable;
    cloud = Optional.of(ALARM);
    pass(4_000);
    assertThat(watch.look()).isEmpty();
    pass(1_000);
    assertThat(watch.look()).contains(ALARM);
  }

  @Test
  void aDatabaseThatIsFrozenLetsNobodyWait() {
    CountDownLatch frozen = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    Supplier<Optional<Stop>> never =
        () -> {
          looks.incrementAndGet();
          try {
            frozen.await();
          } catch (InterruptedException ends) {
            Thread.currentThread().interrupt();
          }
          return Optional.empty();
        };
    Watch beside = new Watch(never, never, () -> now, Thread::startVirtualThread);
    try {
      assertThat(beside.look()).isEmpty();
      pass(9_000);
      assertThat(beside.look()).isEmpty();
      pass(1_000);
      assertThat(beside.look()).map(Stop::code).contains(Code.NO_DATABASE);
      Awaitility.await().until(() -> looks.get() == 2);
    } finally {
      frozen.countDown();
    }
  }

  private void pass(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  private Optional<Stop> inCloud() {
    cloudAsked++;
    return cloud;
  }

  private static Optional<Stop> unreachable() {
    throw new DataAccessResourceFailureException("The connection is gone.");
  }

  private static Optional<Stop> withoutTransaction() {
    throw new CannotCreateTransactionException("There is no connection.");
  }
}
