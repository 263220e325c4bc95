package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.proxy.BodyMemory.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyMemoryTests {

  private final AtomicLong held = new AtomicLong();
  private final BodyMemory memory = new BodyMemory(100, 50, held);
  private final List<String> passedOn = new ArrayList<>();

  @AfterEach
  void allIsGivenBack() {
    assertThat(memory.free()).isEqualTo(100);
    assertThat(memory.claimants()).isZero();
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

  @Test
  void ofThoseWhoClaimToBeSomebodyTheOneWhoHoldsLeastComesFirst() {
    Room first = claimed("a", 40);
    Room more = claimed("a", 40);
    Room other = claimed("b", 20);
    Room later = claimed("b", 20);
    assertThat(isThere(more)).isFalse();
    assertThat(isThere(other)).isFalse();

    first.giveBack();
    assertThat(isThere(other)).as("had no turn yet").isTrue();
    assertThat(isThere(more)).as("holds nothing").isFalse();
    assertThat(isThere(later)).as("nobody overtakes").isFalse();
    other.giveBack();
    assertThat(isThere(more)).isTrue();
    more.giveBack(30);
    assertThat(isThere(later)).isTrue();
    List.of(more, later).forEach(Room::giveBack);
  }

  @Test
  void roomThatWasHeldLongEnoughGoesToAnotherWhoWaits() {
    Room first = claimed("a", 50);
    Room own = claimed("a", 50);
    first.mayBePassedOn();
    assertThat(isThere(own)).as("no other").isFalse();
    Room other = claimed("b", 50);
    assertThat(passedOn).containsExactly("a");
    assertThat(isThere(other)).isFalse();
    first.giveBack();
    assertThat(isThere(other)).isTrue();

    other.mayBePassedOn();
    assertThat(passedOn).containsExactly("a", "b");
    other.giveBack();
    assertThat(isThere(own)).isTrue();
    own.giveBack();
    own.mayBePassedOn();
  }

  @Test
  void itGoesToWhoeverIsKnownToo() {
    Room first = claimed("a", 50);
    Room known = known(60);
    assertThat(isThere(known)).isFalse();
    first.mayBePassedOn();
    assertThat(passedOn).containsExactly("a");
    first.giveBack();
    assertThat(isThere(known)).isTrue();
    known.mayBePassedOn();
    Room other = known(60);
    assertThat(isThere(other)).as("what is known stays").isFalse();
    known.giveBack();
    other.giveBack();
  }

  @Test
  void noRoomIsTakenAwayWhereThatWouldNotDo() {
    Room small = claimed("a", 10);
    Room large = claimed("c", 40);
    small.mayBePassedOn();
    Room other = claimed("b", 30);
    assertThat(passedOn).isEmpty();
    large.mayBePassedOn();
    assertThat(passedOn).as("who holds most").containsExactly("c");
    small.isVerified();
    assertThat(passedOn).as("enough is coming").containsExactly("c");
    large.giveBack();
    assertThat(isThere(other)).isTrue();
    List.of(small, other).forEach(Room::giveBack);
  }

  @Test
  void whoHoldsLessGivesNothingUpToWhoHoldsMore() {
    Room less = claimed("a", 10);
    Room more = claimed("b", 30);
    less.mayBePassedOn();
    Room most = claimed("b", 20);
    assertThat(passedOn).isEmpty();
    most.giveUp(new IllegalStateException());
    List.of(less, more).forEach(Room::giveBack);
  }

  @Test
  void whateverHappensTheBooksBalanceAndNobodyIsLeftWaiting() {
    var random = new Random(1);
    for (int run = 0; run < 1_000; run++) {
      List<Sender> senders = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        if (senders.isEmpty() || random.nextInt(3) == 0) {
          senders.add(new Sender(random));
        } else {
          senders.get(random.nextInt(senders.size())).act(random);
        }
        assertThat(memory.free()).isEqualTo(100 - bytes(senders, false));
        assertThat(held).hasValue(bytes(senders, false));
        assertThat(bytes(senders, true)).isLessThanOrEqualTo(50);
      }
      while (senders.stream().anyMatch(Sender::holds)) {
        senders.stream().filter(Sender::holds).forEach(Sender::leave);
      }
      assertThat(senders).allMatch(sender -> sender.gone);
      allIsGivenBack();
    }
  }

  private static long bytes(List<Sender> senders, boolean claimedAlone) {
    return senders.stream()
        .filter(Sender::holds)
        .filter(sender -> !claimedAlone || sender.room.isClaimed())
        .mapToLong(sender -> sender.room.bytes())
        .sum();
  }

  /** One of those who do anything at any time. */
  private final class Sender {

    private final Room room;
    private boolean gone;
    private boolean overdue;

    Sender(Random random) {
      String claimant = random.nextInt(3) == 0 ? null : "claimant " + random.nextInt(2);
      room = memory.take(1 + random.nextInt(30), claimant, this::passedOn);
    }

    boolean holds() {
      return isThere(room) && !gone;
    }

    private void passedOn() {
      assertThat(overdue && holds() && room.isClaimed()).isTrue();
      leave();
    }

    void leave() {
      boolean held = holds();
      gone = true;
      if (held) {
        room.giveBack();
      } else {
        room.giveUp(new IllegalStateException());
      }
    }

    void act(Random random) {
      int what = random.nextInt(4);
      if (what == 0 && !gone) {
        leave();
      } else if (what == 1 && holds()) {
        room.isVerified();
      } else if (what == 2 && holds() && !overdue) {
        overdue = true;
        room.mayBePassedOn();
      } else if (what == 3 && holds()) {
        room.giveBack(random.nextLong(room.bytes()));
      }
    }
  }

  private Room known(long bytes) {
    return memory.take(bytes, null, () -> {});
  }

  private Room claimed(long bytes) {
    return claimed("somebody", bytes);
  }

  private Room claimed(String name, long bytes) {
    return memory.take(bytes, name, () -> passedOn.add(name));
  }

  private static boolean isThere(Room room) {
    return room.turn().succeeded();
  }
}
