package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTests {

  @Test
  void thePausesGrowFourfoldUpToTenHours() {
    List<Long> seconds =
        IntStream.rangeClosed(1, 9)
            .mapToObj(attempt -> Backoff.after(attempt, 0.5, Duration.ZERO).toSeconds())
            .toList();
    assertThat(seconds).containsExactly(5L, 20L, 80L, 320L, 1280L, 5120L, 20480L, 36000L, 36000L);
    assertThat(Backoff.after(Integer.MAX_VALUE, 0.5, Duration.ZERO)).hasHours(10);
  }

  @Test
  void chanceMovesAPauseByAFifth() {
    assertThat(Backoff.after(1, 0, Duration.ZERO)).hasMillis(4000);
    assertThat(Backoff.after(1, 1, Duration.ZERO)).hasMillis(6000);
  }

  @Test
  void aReceiverMayAskForMoreTimeButNotForever() {
    assertThat(Backoff.after(1, 0.5, Duration.ofMinutes(5))).hasMinutes(5);
    assertThat(Backoff.after(5, 0.5, Duration.ofSeconds(1))).hasSeconds(1280);
    assertThat(Backoff.after(1, 0.5, Duration.ofDays(30))).hasHours(10);
  }
}
