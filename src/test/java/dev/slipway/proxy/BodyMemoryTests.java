package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.proxy.BodyMemory.Room;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyMemoryTests {

  private final AtomicLong held = new AtomicLong();
  private final BodyMemory memory = new BodyMemory(100, 50, held);

  @AfterEach
  void allIsGivenBack() {
    assertThat(memory.free()).isEqualTo(100);
    assertThat(held).hasValue(0);
  }

  @Test
  void roomIsGivenInTheOrderOfAsking() {
    Room first = known(60);
    assertThat(isThere(first)).isTrue();
    Room large = known(80);
    Room small = known(10);
    Room claimed = claimed(10);
    assertThat(isThere(large)).isFalse();
    assertThat(isThere(small)).as("nobody overtakes").isFalse();
    assertThat(isThere(claimed)).isFalse();

    first.giveBack();
    assertThat(isThere(large)).isTrue();
    assertThat(isThere(small)).isTrue();
    assertThat(isThere(claimed)).isTrue();
    List.of(large, small, claimed).forEach(Room::giveBack);
  }

  @Test
  void thoseWhoGiveUpLeaveTheLine() {
    Room first = known(60);
    Room large = known(80);
    Room small = known(10);
    large.giveUp(new IllegalStateException());
    assertThat(large.turn().failed()).isTrue();
    assertThat(isThere(small)).isTrue();
    small.giveUp(new IllegalStateException());
    assertThat(isThere(small)).as("its turn had come").isTrue();
    first.giveBack();
    small.giveBack();
  }

  @Test
  void manyMayGiveTheirRoomBackInTheirVeryTurn() {
    Room first = known(100);
    AtomicInteger turns = new AtomicInteger();
    for (int i = 0; i < 100_000; i++) {
      Room next = known(100);
      next.turn()
          .onSuccess(_ -> {
            turns.incrementAndGet();
            next.giveBack();
          });
    }
    first.giveBack();
    assertThat(turns).hasValue(100_000);
  }

  @Test
  void whatIsOnlyClaimedSharesAPartAndOthersPass() {
    Room first = claimed(40);
    Room second = claimed(40);
    Room third = claimed(10);
    assertThat(isThere(first)).isTrue();
    assertThat(isThere(second)).isFalse();
    assertThat(isThere(third)).as("nobody of them overtakes").isFalse();
    Room other = known(60);
    assertThat(isThere(other)).as("the rest is for others").isTrue();

    first.giveBack();
    assertThat(isThere(second)).isTrue();
    assertThat(isThere(third)).as("nothing is free").isFalse();
    other.giveBack();
    assertThat(isThere(third)).isTrue();
    second.giveBack();
    third.giveUp(new IllegalStateException());
    third.giveBack();
  }

  @Test
  void whoeverIsVerifiedMakesRoomForTheNextWhoIsNot() {
    Room first = claimed(50);
    Room second = claimed(50);
    assertThat(isThere(second)).isFalse();
    first.giveBack(10);
    first.isVerified();
    assertThat(isThere(second)).isTrue();
    first.giveBack();
    Room third = claimed(10);
    assertThat(isThere(third)).as("what it gave back was no more its part").isFalse();
    second.giveBack();
    assertThat(isThere(third)).isTrue();
    third.giveBack();
  }

  private Room known(long bytes) {
    return memory.take(bytes, false);
  }

  private Room claimed(long bytes) {
    return memory.take(bytes, true);
  }

  private static boolean isThere(Room room) {
    return room.turn().succeeded();
  }
}
