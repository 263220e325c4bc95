package dev.slipway.loadtest;

import dev.slipway.cloud.CloudClock;
import dev.slipway.judge.Look;
import dev.slipway.loadtest.Course.Next;
import dev.slipway.loadtest.LoadTest.Stop;
import dev.slipway.loadtest.LoadTest.Stop.Code;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The worker: one tick of one load test, which is one step. Before its first request it puts on
 * record that it sends; whoever finds that record again knows that a process ended in the middle,
 * or could not tell for too long what came of it, and sends nothing.
 */
@Component
class RunLoadTest {

  /** So long a step is kept whose record the database does not take. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private static final Stop NO_SAMPLES =
      Stop.because(Code.NO_SAMPLES, "The samples that were to be sent are gone.");

  private final LoadTests tests;
  private final StoreLoadTest store;
  private final Conclude conclude;
  private final Hazards hazards;
  private final Targets targets;
  private final SendStep send;
  private final CloudClock clock;

  RunLoadTest(
      LoadTests tests,
      StoreLoadTest store,
      Conclude conclude,
      Hazards hazards,
      Targets targets,
      SendStep send,
      CloudClock clock) {
    this.tests = tests;
    this.store = store;
    this.conclude = conclude;
    this.hazards = hazards;
    this.targets = targets;
    this.send = send;
    this.clock = clock;
  }

  /** Runs a tick, unless the test has moved on without it. */
  void run(UUID id, long tick) {
    Optional<LoadTest> found = tests.find(id);
    if (found.isEmpty() || found.get().tick() != tick) return;
    LoadTest test = found.get();
    switch (test.state()) {
      case QUEUED, RUNNING -> goOn(test, targets.of(test));
      case READING -> conclude.complete(test, targets.of(test));
      case COMPLETED, STOPPED, CANCELED, INTERRUPTED -> {}
    }
  }

  private void goOn(LoadTest test, Target target) {
    if (test.claimed()) {
      conclude.stop(test, target, test.steps(), SendStep.PROCESS_ENDED);
      return;
    }
    Optional<Stop> known = hazards.onRecord(test);
    if (known.isPresent()) {
      conclude.stop(test, target, test.steps(), known.get());
      return;
    }
    switch (Course.after(test.wanted(), test.steps())) {
      case Next.Over(Course.Ending why) ->
          store.goOn(test.over(why, clock.now()), Look.METRIC_DELAY);
      case Next.Send(int concurrency) -> step(test, target, concurrency);
    }
  }

  private void step(LoadTest test, Target target, int concurrency) {
    Hazards.Sight sight = Hazards.inCloud(target);
    if (sight.hazard().isPresent()) {
      conclude.stop(test, target, test.steps(), sight.hazard().get());
      return;
    }
    List<Payload> payloads = targets.payloads(target.endpoint(), test.wanted().samples());
    if (payloads.isEmpty()) {
      conclude.stop(test, target, test.steps(), NO_SAMPLES);
      return;
    }
    // Between this and the first request nothing is read that may fail: it would not be sent again.
    LoadTest claimed = store.claim(test);
    if (claimed == null) return;
    SendStep.Came came = send.send(claimed, target, payloads, concurrency, sight.instances());
    record(claimed, target, came);
  }

  /**
   * Puts on record what came of a step, again and again while the database is silent: no other tick
   * knows it. What was stored already, unheard, is not stored twice, since its version has passed.
   */
  private void record(LoadTest claimed, Target target, SendStep.Came came) {
    long begun = System.nanoTime();
    while (true) {
      try {
        store(claimed, target, came);
        return;
      } catch (DataAccessException | TransactionException silent) {
        boolean tooLong = System.nanoTime() - begun >= LONGEST_SILENCE.toNanos();
        if (tooLong || send.endsWithin(BETWEEN_TRIES)) throw silent;
      }
    }
  }

  private void store(LoadTest claimed, Target target, SendStep.Came came) {
    MeasuredStep step = came.step();
    if (came.stop() != null) conclude.stop(claimed, target, claimed.and(step), came.stop());
    else store.goOn(claimed.measured(step, clock.now()), Duration.ZERO);
  }
}
