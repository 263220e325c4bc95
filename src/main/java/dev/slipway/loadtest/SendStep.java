package dev.slipway.loadtest;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.SigV4;
import dev.slipway.loadtest.LoadTest.Stop;
import dev.slipway.loadtest.LoadTest.Stop.Code;
import dev.slipway.loadtest.Measure.Around;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Sends one step, and looks meanwhile whether it may go on. */
@Component
class SendStep implements SmartLifecycle {

  private static final Duration LOOK = Duration.ofMillis(300);

  /** How long a step's last answers are waited for: longer than SageMaker gives a container. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(70);

  static final Stop PROCESS_ENDED =
      new Stop(
          LoadTestState.INTERRUPTED,
          Code.PROCESS_ENDED,
          "The process that sent the load ended in the middle of a step, or could not put it on"
              + " record; nothing is sent again.",
          "slipway");

  private final Hazards hazards;
  private final CloudClock cloudClock;
  private final WallClock wallClock;
  private final SigV4 signer = new SigV4("sagemaker");
  private volatile CountDownLatch closing = new CountDownLatch(1);

  SendStep(Hazards hazards, CloudClock cloudClock, WallClock wallClock) {
    this.hazards = hazards;
    this.cloudClock = cloudClock;
    this.wallClock = wallClock;
  }

  /**
   * The result of a step.
   *
   * @param stop why the test ends with it; null when it goes on
   */
  record Came(MeasuredStep step, @Nullable Stop stop) {}

  /**
   * Sends a step.
   *
   * @param instances how many run
   */
  Came send(LoadTest test, Target target, List<Payload> payloads, int concurrency, int instances) {
    Wanted wanted = test.wanted();
    int sentBefore = test.steps().stream().mapToInt(MeasuredStep::requests).sum();
    Load load =
        new Load(
            new SignedRequests(
                signer, wallClock, target.upstream(), target.endpoint().physicalName()),
            payloads,
            concurrency,
            Duration.ofSeconds(wanted.stepSeconds()),
            wanted.ceilings().requests() - sentBefore,
            wanted.ceilings().rate());
    Around before = new Around(instances, cloudClock.now());
    try (Sending sending = load.begin()) {
      Optional<Stop> stop = watched(test, target, sending);
      Sent sent = sending.sent();
      int after = stop.isPresent() ? instances : Hazards.inCloud(target).instances();
      MeasuredStep step =
          Measure.of(wanted, concurrency, sent, before, new Around(after, cloudClock.now()));
      return new Came(step, stop.orElse(null));
    }
  }

  /** Waits for the end of a step, and ends it at once when something else begins. */
  private Optional<Stop> watched(LoadTest test, Target target, Sending sending) {
    long looks = Duration.ofSeconds(test.wanted().stepSeconds()).plus(LAST_ANSWERS).dividedBy(LOOK);
    Watch watch =
        new Watch(
            () -> hazards.onRecord(test),
            () -> Hazards.inCloud(target).hazard(),
            System::nanoTime,
            Thread::startVirtualThread);
    Optional<Stop> stop = Optional.empty();
    try {
      for (long look = 1; look <= looks && stop.isEmpty(); look++) {
        if (sending.awaitEnd(LOOK)) return stop;
        stop = isRunning() ? watch.look() : Optional.of(PROCESS_ENDED);
      }
    } catch (InterruptedException processEnds) {
      stop = Optional.of(PROCESS_ENDED);
    }
    sending.stop();
    return stop;
  }

  @Override
  public void start() {
    closing = new CountDownLatch(1);
  }

  /** Called when the process ends: a step that is being sent ends first, and goes on record. */
  @Override
  public void stop() {
    closing.countDown();
  }

  @Override
  public boolean isRunning() {
    return closing.getCount() > 0;
  }

  /** Waits for the given time, or until the process ends. Returns whether the process ends. */
  boolean endsWithin(Duration time) {
    try {
      return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException processEnds) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
