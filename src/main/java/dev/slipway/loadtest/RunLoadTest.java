package dev.slipway.loadtest;

import dev.slipway.cloud.CloudClock;
import dev.slipway.loadtest.Course.Next;
import dev.slipway.loadtest.LoadTest.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The worker: one tick of one load test, which is one step. Before its first request it puts on
 * record that it sends; whoever finds that record again, and does not know itself what came of it,
 * knows that a process ended in the middle, and sends nothing.
 */
@Component
class RunLoadTest {

  /** CloudWatch shows a minute a while after it is over. */
  private static final Duration UNTIL_METRICS = Duration.ofMinutes(2);

  private final LoadTests tests;
  private final StoreLoadTest store;
  private final Conclude conclude;
  private final Hazards hazards;
  private final Targets targets;
  private final SendStep send;
  private final CloudClock clock;

  /** What came of steps that could not be put on record: their ticks are tried again. */
  private final Map<UUID, SendStep.Came> unstored = new ConcurrentHashMap<>();

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
      SendStep.Came came = unstored.get(test.id());
      if (came == null) conclude.stop(test, target, test.steps(), SendStep.PROCESS_ENDED);
      else record(test, target, came);
      return;
    }
    Optional<Stop> known = hazards.onRecord(test);
    if (known.isPresent()) {
      conclude.stop(test, target, test.steps(), known.get());
      return;
    }
    switch (Course.after(test.wanted(), test.steps())) {
      case Next.Over(Course.Ending why) -> store.goOn(test.over(why, clock.now()), UNTIL_METRICS);
      case Next.Send(int concurrency) -> step(test, target, concurrency);
    }
  }

  private void step(LoadTest test, Target target, int concurrency) {
    Hazards.Sight sight = Hazards.inCloud(target);
    if (sight.hazard().isPresent()) {
      conclude.stop(test, target, test.steps(), sight.hazard().get());
      return;
    }
    LoadTest claimed = store.claim(test);
    if (claimed == null) return;
    SendStep.Came came = send.send(claimed, target, concurrency, sight.instances());
    unstored.put(claimed.id(), came);
    record(claimed, target, came);
  }

  private void record(LoadTest claimed, Target target, SendStep.Came came) {
    MeasuredStep step = came.step();
    List<MeasuredStep> steps = step == null ? claimed.steps() : claimed.and(step);
    if (came.stop() != null) conclude.stop(claimed, target, steps, came.stop());
    else if (step != null) store.goOn(claimed.measured(step, clock.now()), Duration.ZERO);
    unstored.remove(claimed.id());
  }
}
