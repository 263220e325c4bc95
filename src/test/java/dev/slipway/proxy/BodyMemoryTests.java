package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BodyMemoryTests {

  private final AtomicLong held = new AtomicLong();
  private final BodyMemory memory = new BodyMemory(100, held);

  @Test
  void roomIsGivenInTheOrderOfAsking() {
    assertThat(memory.take(60).succeeded()).isTrue();
    Future<Void> large = memory.take(80);
    Future<Void> small = memory.take(10);
    assertThat(large.isComplete()).isFalse();
    assertThat(small.isComplete()).as("nobody overtakes").isFalse();

    memory.give(60);
    assertThat(large.succeeded()).isTrue();
    assertThat(small.succeeded()).isTrue();
    memory.give(80);
    memory.give(10);
    assertThat(memory.free()).isEqualTo(100);
    assertThat(held).hasValue(0);
  }

  @Test
  void thoseWhoGiveUpLeaveTheLine() {
    assertThat(memory.take(60).succeeded()).isTrue();
    Future<Void> large = memory.take(80);
    Future<Void> small = memory.take(10);
    memory.giveUp(large, new IllegalStateException());
    assertThat(large.failed()).isTrue();
    assertThat(small.succeeded()).isTrue();
    memory.giveUp(small, new IllegalStateException());
    assertThat(small.succeeded()).as("its turn had come").isTrue();
    memory.give(60);
    memory.give(10);
    assertThat(memory.free()).isEqualTo(100);
  }

  @Test
  void manyMayGiveTheirRoomBackInTheirVeryTurn() {
    assertThat(memory.take(100).succeeded()).isTrue();
    for (int i = 0; i < 100_000; i++) {
      memory.take(100).onSuccess(_ -> memory.give(100));
    }
    memory.give(100);
    assertThat(memory.free()).isEqualTo(100);
    assertThat(held).hasValue(0);
  }
}
