package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.slipway.base.WallClock;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UseTests {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final AtomicInteger written = new AtomicInteger();
  private final Use use =
      new Use(now.plusSeconds(60), new WallClock(() -> now), written::incrementAndGet);

  @Test
  void aUseIsWrittenDownOnceAndNotBeforeTheLastOneIsLongAgo() {
    now = now.plusSeconds(59);
    use.note(Runnable::run);
    assertThat(written).hasValue(0);
    now = now.plusSeconds(1);
    use.note(Runnable::run);
    use.note(Runnable::run);
    assertThat(written).hasValue(1);
  }

  @Test
  void nobodyIsRefusedWhenThereIsNoRoomToWriteItDown() {
    now = now.plusSeconds(60);
    assertThatCode(() ->
            use.note(_ -> {
              throw new RejectedExecutionException();
            }))
        .doesNotThrowAnyException();
  }
}
