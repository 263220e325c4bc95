package dev.slipway.loadtest;

import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Prices;
import dev.slipway.endpoint.ServerlessOffer;
import dev.slipway.loadtest.LoadTest.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Ends a load test with the result that follows from its steps. */
@Component
class Conclude {

  /**
   * The days of traffic that are looked at. A week has every day of the week once, and CloudWatch
   * keeps minutes for 15 days.
   */
  private static final int DAYS = 7;

  private final LoadTests tests;
  private final StoreLoadTest store;
  private final Prices prices;
  private final CloudClock clock;

  Conclude(LoadTests tests, StoreLoadTest store, Prices prices, CloudClock clock) {
    this.tests = tests;
    this.store = store;
    this.prices = prices;
    this.clock = clock;
  }

  /** Reads CloudWatch's figures, and completes the test. */
  void complete(LoadTest test, Target target) {
    List<MeasuredStep> steps =
        ReadMetrics.modelLatency(target.endpoint(), target.cloud(), test.steps());
    Instant until = test.begunAt() == null ? clock.now() : test.begunAt();
    Instant since = until.minus(Duration.ofDays(DAYS));
    Demand demand =
        ReadMetrics.demand(
            target.endpoint(),
            target.cloud(),
            DAYS,
            until,
            tests.windows(test.endpointId(), since, clock.now()));
    LoadTestResult found =
        EvaluateSteps.of(
            test.wanted(),
            steps,
            test.ending(),
            new EvaluateSteps.Known(
                hosted(target, steps),
                prices,
                demand,
                ServerlessOffer.fits(target.release().spec()),
                speed(steps)));
    store.ended(test.completed(steps, found, clock.now()));
  }

  /** Ends the test before its time. What was measured stays. */
  void stop(LoadTest test, Target target, List<MeasuredStep> steps, Stop why) {
    LoadTestResult found =
        steps.isEmpty()
            ? null
            : EvaluateSteps.of(
                test.wanted(),
                steps,
                test.ending(),
                new EvaluateSteps.Known(hosted(target, steps), prices, null, false, speed(steps)));
    store.ended(test.stopped(why, steps, found, clock.now()));
  }

  private static Hosted hosted(Target target, List<MeasuredStep> steps) {
    return new Hosted(
        target.type(),
        steps.isEmpty() ? target.release().spec().hosting().count() : steps.getFirst().instances());
  }

  private static double speed(List<MeasuredStep> steps) {
    double here = steps.stream().mapToDouble(MeasuredStep::seconds).sum();
    double there =
        steps.stream()
            .mapToDouble(step -> Duration.between(step.from(), step.until()).toMillis() / 1e3)
            .sum();
    return here <= 0 ? 1 : there / here;
  }
}
