package dev.slipway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a feed knows while streams come and go. */
class FeedTests {

  private static final int LOOKS = 100_000;

  /** Joins come between any two instructions of a look, so many looks are made. */
  @Test
  void aStreamThatJoinsDuringALookMissesNothing() throws InterruptedException {
    Numbers feed = new Numbers();
    AtomicBoolean over = new AtomicBoolean();
    Thread streams =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                feed.join();
                feed.leave();
              }
            });
    try {
      for (long head = 1; head <= LOOKS; head++) {
        feed.follow(head);
        assertThat(feed.after(head - 1, feed, 10).changes())
            .containsExactly(new Placed<>(head, head));
      }
    } finally {
      over.set(true);
      streams.join();
    }
  }

  /** At each position, one change that is its number. */
  private static final class Numbers extends Feed<Long> implements Audience<Long> {

    @Override
    protected List<Placed<Long>> between(long after, long until, int limit) {
      return LongStream.rangeClosed(after + 1, until)
          .limit(limit)
          .mapToObj(number -> new Placed<>(number, number))
          .toList();
    }

    @Override
    public boolean wants(Long change) {
      return true;
    }

    @Override
    public List<Placed<Long>> missed(long after, long until, int limit) {
      return between(after, until, limit);
    }

    @Override
    protected Object told(Long change) {
      return change;
    }

    @Override
    protected Telling<Long> everything() {
      return new Telling<>(Telling.MESSAGE, this, caller -> this, false);
    }

    @Override
    protected boolean isOutdated(Long earlier, Long later) {
      return false;
    }
  }
}
