package dev.slipway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.WallClock;
import dev.slipway.testing.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

class KeepValuesFreshTests {

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aProcessThatEndsDoesNotWaitForADatabaseThatDoesNotAnswer() throws InterruptedException {
    WallClock clock = WallClock.system();
    var postgres = new PGSimpleDataSource();
    postgres.setUrl(TestPostgres.freshDatabase());
    var fresh =
        new KeepValuesFresh(
            List.of(this::read),
            new LatestValues(new SimpleMeterRegistry(), clock),
            clock,
            new JdbcTransactionManager(postgres));
    fresh.start();
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

    fresh.stop();

    assertThat(fresh.isRunning()).isFalse();
    assertThat(answered.getCount()).as("it was still being asked").isEqualTo(1);
    answered.countDown();
  }

  /** As a driver waits for the answer: an interrupt does not end it. */
  private List<RecordedGauge.Value> read() {
    asked.countDown();
    boolean waits = true;
    while (waits) {
      try {
        waits = !answered.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        // Waits on.
      }
    }
    return List.of();
  }
}
