package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Principal;
import dev.slipway.base.Failure;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KnownCallersTests {

  private static final Principal ADA = new Principal("token:ada");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Optional<Principal> inDatabase = Optional.of(ADA);
  private boolean down;
  private int asked;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Queue<Runnable> verifying = new ArrayDeque<>();
  private final KnownCallers callers =
      new KnownCallers(
          this::ask,
          bearer -> bearer.startsWith("signed"),
          waiting::add,
          verifying::add,
          new WallClock(() -> now));
  private final List<String> told = new ArrayList<>();
  private final Known.Stranger stranger =
      new Known.Stranger() {
        @Override
        public void check() {
          told.add("check");
        }

        @Override
        public void isSomebody() {
          told.add("somebody");
        }

        @Override
        public void isNobody() {
          told.add("nobody");
        }
      };

  private Optional<Principal> ask(String bearer) {
    if (bearer.equals("signed")) {
      throw new Failure.Unavailable("identity-provider-unavailable", "It is down.");
    }
    if (bearer.equals("malformed")) {
      return Optional.empty();
    }
    asked++;
    if (down) {
      throw new IllegalStateException("down");
    }
    return inDatabase;
  }

  @Test
  void aKnownCallerCostsNoQuery() {
    assertThat(findAndAsk()).isCompletedWithValue(Optional.of(ADA));
    pass(1);
    assertThat(callers.find("t", stranger)).isCompletedWithValue(Optional.of(ADA));
    assertThat(waiting).isEmpty();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void thoseWhoAskAtOnceShareOneQuery() {
    CompletableFuture<Optional<Principal>> first = callers.find("t", stranger);
    CompletableFuture<Optional<Principal>> second = callers.find("t", stranger);
    askAll();
    assertThat(first).isCompletedWithValue(Optional.of(ADA));
    assertThat(second).isCompletedWithValue(Optional.of(ADA));
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void anAgeingAnswerIsConfirmedInTheBackground() {
    findAndAsk();
    pass(3);
    assertThat(callers.find("t", stranger)).isCompletedWithValue(Optional.of(ADA));
    askAll();
    pass(3);
    assertThat(callers.find("t", stranger)).isCompletedWithValue(Optional.of(ADA));
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aRevokedTokenStopsWorkingWithinFiveSeconds() {
    findAndAsk();
    inDatabase = Optional.empty();
    pass(5);
    CompletableFuture<Optional<Principal>> found = callers.find("t", stranger);
    assertThat(found).isNotDone();
    askAll();
    assertThat(found).isCompletedWithValue(Optional.empty());
  }

  @Test
  void whoeverIsTakenBackIsServedWithinFiveSecondsHoweverLongThatTakes() {
    findAndAsk();
    inDatabase = Optional.empty();
    pass(5);
    assertThat(findAndAsk()).isCompletedWithValue(Optional.empty());
    for (int i = 0; i < 100; i++) {
      pass(5);
      callers.sweep();
      assertThat(findAndAsk()).isCompletedWithValue(Optional.empty());
      assertThat(findAndAsk()).as("once in five seconds").isCompletedWithValue(Optional.empty());
    }
    assertThat(asked).isEqualTo(102);
    assertThat(told).as("it is no guess").containsExactly("check", "somebody", "nobody");

    inDatabase = Optional.of(ADA);
    pass(5);
    assertThat(findAndAsk()).isCompletedWithValue(Optional.of(ADA));
  }

  @Test
  void aKnownCallerIsServedForAsLongAsTheDatabaseIsDown() {
    findAndAsk();
    down = true;
    pass(5);
    assertThat(findAndAsk()).isCompletedWithValue(Optional.of(ADA));

    pass(600);
    assertThat(findAndAsk()).isCompletedWithValue(Optional.of(ADA));
    assertThat(callers.find("t", stranger))
        .as("nobody waits")
        .isCompletedWithValue(Optional.of(ADA));
    assertThat(waiting).as("one attempt a second").isEmpty();
    for (int second = 0; second < 60; second++) {
      pass(1);
      assertThat(callers.find("t", stranger)).isCompletedWithValue(Optional.of(ADA));
      askAll();
    }

    down = false;
    inDatabase = Optional.empty();
    pass(1);
    assertThat(callers.find("t", stranger)).isCompletedWithValue(Optional.of(ADA));
    askAll();
    assertThat(findAndAsk()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void aFailureOfLongAgoDoesNotKeepARevokedTokenAlive() {
    for (String bearer : List.of("t", "signed too")) {
      inDatabase = Optional.of(ADA);
      find(bearer);
      down = true;
      pass(5);
      assertThat(find(bearer)).isCompletedWithValue(Optional.of(ADA));
      down = false;
      inDatabase = Optional.empty();
      pass(5);
      CompletableFuture<Optional<Principal>> found = callers.find(bearer, stranger);
      assertThat(found).as(bearer).isNotDone();
      askAll();
      assertThat(found).as(bearer).isCompletedWithValue(Optional.empty());
    }
  }

  private CompletableFuture<Optional<Principal>> find(String bearer) {
    CompletableFuture<Optional<Principal>> found = callers.find(bearer, stranger);
    askAll();
    return found;
  }

  @Test
  void nobodyWaitsForAConfirmationThatAnotherHasWaitedForInVain() {
    findAndAsk();
    pass(5);
    assertThat(callers.find("t", stranger)).isNotDone();
    pass(1);
    assertThat(callers.find("t", stranger)).isCompletedWithValue(Optional.of(ADA));
    assertThat(waiting).as("which goes on").hasSize(1);
  }

  @Test
  void whatCannotBeATokenDoesNotSayThatTheDatabaseIsUpAgain() {
    findAndAsk();
    callers.find("quiet", stranger);
    askAll();
    down = true;
    pass(5);
    findAndAsk();
    callers.find("malformed", stranger);
    askAll();
    assertThat(callers.find("t", stranger))
        .as("nobody waits")
        .isCompletedWithValue(Optional.of(ADA));

    pass(7200);
    callers.find("malformed", stranger);
    askAll();
    callers.sweep();
    assertThat(find("quiet")).as("nobody is forgotten").isCompletedWithValue(Optional.of(ADA));
  }

  @Test
  void anExpiredTokenIsForgottenEvenWhileTheDatabaseIsDown() {
    inDatabase =
        Optional.of(
            new Principal(
                "ada",
                Principal.Kind.SERVICE_ACCOUNT,
                "ada",
                ADA.permissions(),
                now.plusSeconds(3)));
    findAndAsk();
    down = true;
    pass(2);
    assertThat(findAndAsk()).isCompleted();
    pass(1);
    assertThat(findAndAsk()).isCompletedExceptionally();

    down = false;
    inDatabase = Optional.empty();
    findAndAsk();
    pass(29);
    assertThat(callers.find("t", stranger))
        .as("it does not come back")
        .isCompletedWithValue(Optional.empty());
  }

  @Test
  void nobodyCanTellWhoAStrangerIsWhileTheDatabaseIsDown() {
    down = true;
    assertThat(findAndAsk()).isCompletedExceptionally();
  }

  @Test
  void anIdentityProviderThatIsDownDoesNotKeepARevokedTokenAlive() {
    findAndAsk();
    pass(2);
    assertThat(callers.find("signed", stranger)).isNotDone();
    assertThat(waiting).as("the database's own threads are left alone").isEmpty();
    verifying.remove().run();
    pass(3);
    inDatabase = Optional.empty();
    CompletableFuture<Optional<Principal>> found = callers.find("t", stranger);
    assertThat(found).isNotDone();
    askAll();
    assertThat(found).isCompletedWithValue(Optional.empty());
  }

  @Test
  void aSignedTokenGoesOnWhileItsProviderIsDownAndNobodyWaitsForThat() {
    callers.find("signed too", stranger);
    verifying.remove().run();
    down = true;
    pass(6);
    CompletableFuture<Optional<Principal>> found = callers.find("signed too", stranger);
    verifying.remove().run();
    assertThat(found).isCompletedWithValue(Optional.of(ADA));
    pass(600);
    callers.sweep();
    assertThat(find("signed too")).isCompletedWithValue(Optional.of(ADA));
    pass(2);
    assertThat(callers.find("signed too", stranger))
        .as("nobody waits")
        .isCompletedWithValue(Optional.of(ADA));
  }

  @Test
  void whatIsNobodysIsLookedUpOnceAndCountedOnce() {
    inDatabase = Optional.empty();
    for (int i = 0; i < 5; i++) {
      assertThat(findAndAsk()).isCompletedWithValue(Optional.empty());
    }
    assertThat(asked).isEqualTo(1);
    assertThat(told).containsExactly("check", "nobody");

    inDatabase = Optional.of(ADA);
    pass(30);
    assertThat(findAndAsk()).isCompletedWithValue(Optional.of(ADA));
    assertThat(told).endsWith("check", "somebody");
  }

  @Test
  void whoeverDoesNotAskForAnHourIsForgottenUnlessTheDatabaseIsDown() {
    findAndAsk();
    inDatabase = Optional.empty();
    callers.find("nobody's", stranger);
    askAll();
    assertThat(callers.size()).isEqualTo(2);
    pass(60);
    callers.sweep();
    assertThat(callers.size()).isEqualTo(1);

    down = true;
    assertThat(findAndAsk()).isCompletedWithValue(Optional.of(ADA));
    pass(7200);
    callers.sweep();
    assertThat(findAndAsk()).isCompletedWithValue(Optional.of(ADA));

    down = false;
    inDatabase = Optional.of(ADA);
    pass(1);
    findAndAsk();
    pass(3601);
    callers.sweep();
    assertThat(callers.size()).isZero();
  }

  private CompletableFuture<Optional<Principal>> findAndAsk() {
    return find("t");
  }

  private void askAll() {
    for (Queue<Runnable> some : List.of(waiting, verifying)) {
      for (Runnable next = some.poll(); next != null; next = some.poll()) {
        next.run();
      }
    }
  }

  private void pass(int seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
  }
}
