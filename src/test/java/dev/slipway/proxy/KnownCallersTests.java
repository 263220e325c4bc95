package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Principal;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
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
  private final KnownCallers callers =
      new KnownCallers(this::ask, waiting::add, new WallClock(() -> now));

  private Optional<Principal> ask(String bearer) {
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
    assertThat(callers.find("t", () -> {})).isCompletedWithValue(Optional.of(ADA));
    assertThat(waiting).isEmpty();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void thoseWhoAskAtOnceShareOneQuery() {
    CompletableFuture<Optional<Principal>> first = callers.find("t", () -> {});
    CompletableFuture<Optional<Principal>> second = callers.find("t", () -> {});
    askAll();
    assertThat(first).isCompletedWithValue(Optional.of(ADA));
    assertThat(second).isCompletedWithValue(Optional.of(ADA));
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void anAgeingAnswerIsConfirmedInTheBackground() {
    findAndAsk();
    pass(3);
    assertThat(callers.find("t", () -> {})).isCompletedWithValue(Optional.of(ADA));
    askAll();
    pass(3);
    assertThat(callers.find("t", () -> {})).isCompletedWithValue(Optional.of(ADA));
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aRevokedTokenStopsWorkingWithinFiveSeconds() {
    findAndAsk();
    inDatabase = Optional.empty();
    pass(5);
    CompletableFuture<Optional<Principal>> found = callers.find("t", () -> {});
    assertThat(found).isNotDone();
    askAll();
    assertThat(found).isCompletedWithValue(Optional.empty());
  }

  @Test
  void aKnownCallerIsServedForAsLongAsTheDatabaseIsDown() {
    findAndAsk();
    down = true;
    pass(5);
    assertThat(findAndAsk()).isCompletedWithValue(Optional.of(ADA));

    pass(600);
    assertThat(callers.find("t", () -> {})).isCompletedWithValue(Optional.of(ADA));
    askAll();
    assertThat(callers.find("t", () -> {})).isCompletedWithValue(Optional.of(ADA));
    assertThat(waiting).as("one attempt a second").isEmpty();

    down = false;
    inDatabase = Optional.empty();
    pass(1);
    assertThat(callers.find("t", () -> {})).isCompletedWithValue(Optional.of(ADA));
    askAll();
    assertThat(findAndAsk()).isCompletedWithValue(Optional.empty());
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
  }

  @Test
  void nobodyCanTellWhoAStrangerIsWhileTheDatabaseIsDown() {
    down = true;
    assertThat(findAndAsk()).isCompletedExceptionally();
  }

  private CompletableFuture<Optional<Principal>> findAndAsk() {
    CompletableFuture<Optional<Principal>> found = callers.find("t", () -> {});
    askAll();
    return found;
  }

  private void askAll() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  private void pass(int seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
  }
}
