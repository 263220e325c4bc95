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
 * The worker: runs one tick of one load test, which is one step. Before the first request it puts
 * on record that it sends. A process that finds this record later knows that another process ended
 * in the middle of a step, or could not store its measurements for too long, and sends nothing.
 */
@Component
class RunLoadTest {

  /** How long a measured step is kept while the database does not take its record. */
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
    // Between this and the first request nothing that may fail is read: after a failure the step
    // would not be sent again.
    LoadTest claimed = store.claim(test);
    if (claimed == null) return;
    SendStep.Came came = send.send(claimed, target, payloads, concurrency, sight.instances());
    record(claimed, target, came);
  }

  /**
   * Puts the measurements of a step on record. Tries again while the database does not answer,
   * since no other tick knows them. A record that was stored although the answer was lost is not
   * stored twice, since its version has passed.
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
