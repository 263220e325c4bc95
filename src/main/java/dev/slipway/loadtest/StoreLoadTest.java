package dev.slipway.loadtest;

import dev.slipway.base.Fact;
import dev.slipway.base.Json;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoints;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores a load test's next value with its record and its next tick, in one transaction. */
@Component
class StoreLoadTest {

  private final Endpoints endpoints;
  private final LoadTests tests;
  private final MeasurementTicks ticks;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;

  StoreLoadTest(
      Endpoints endpoints,
      LoadTests tests,
      MeasurementTicks ticks,
      CloudClock clock,
      ApplicationEventPublisher events) {
    this.endpoints = endpoints;
    this.tests = tests;
    this.ticks = ticks;
    this.clock = clock;
    this.events = events;
  }

  /**
   * Puts a new load test on record.
   *
   * @throws dev.slipway.base.Failure.Conflict when another load test holds the endpoint's place
   * @throws dev.slipway.base.Failure.Limited when as many run as may run at once
   */
  @Transactional
  void requested(LoadTest test) {
    endpoints.reserve(test.endpoint());
    tests.reservePlaces();
    tests.active(test.endpointId()).ifPresent(Admission::refuseBeside);
    Admission.refuseInACrowd(tests.active());
    tests.insert(test);
    tell(
        test,
        "load-test.requested",
        test.requestedBy(),
        "A load test of %s was asked for: %s.".formatted(test.endpoint(), test.requestedReason()),
        Map.of("wanted", plain(test.wanted())));
    ticks.schedule(test, Duration.ZERO);
  }

  /**
   * Claims the next step for this process, so that no other process sends it.
   *
   * @return the stored value; null when another process was quicker
   */
  @Transactional
  @Nullable LoadTest claim(LoadTest test) {
    LoadTest claimed = test.begun(clock.now());
    if (!tests.store(claimed)) return null;
    if (test.state() == LoadTestState.QUEUED) {
      tell(
          claimed,
          "load-test.begun",
          "slipway",
          "Load is sent to %s.".formatted(test.endpoint()),
          Map.of());
    }
    return tests.find(test.id()).orElseThrow();
  }

  /** Stores the test, and lets it go on after some cloud time. */
  @Transactional
  void goOn(LoadTest next, Duration pause) {
    if (tests.store(next)) ticks.schedule(next, pause);
  }

  /** Ends a load test. */
  @Transactional
  void ended(LoadTest last) {
    if (!tests.store(last)) return;
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("state", last.state().name());
    LoadTest.Stop stop = last.stop();
    if (stop != null) data.put("stop_code", stop.code().name());
    LoadTestResult result = last.result();
    if (result != null) data.put("result", plain(result));
    int requests = last.steps().stream().mapToInt(MeasuredStep::requests).sum();
    data.put("requests", requests);
    String after = "after %d steps and %d requests".formatted(last.steps().size(), requests);
    tell(
        last,
        "load-test.ended",
        stop == null ? "slipway" : stop.by(),
        stop == null
            ? "The load test of %s is done %s. %s"
                .formatted(last.endpoint(), after, result == null ? "" : result.sentence())
            : "The load test of %s ended %s %s: %s"
                .formatted(last.endpoint(), last.state(), after, stop.reason()),
        data);
  }

  private void tell(
      LoadTest test, String type, String actor, String summary, Map<String, Object> more) {
    Map<String, Object> data = new LinkedHashMap<>(more);
    data.put("load_test", test.id().toString());
    data.put("release", test.release());
    events.publishEvent(
        new Fact(
            "endpoint", test.endpoint(), type, actor, summary.strip(), null, data, clock.now()));
  }

  private static Object plain(Object value) {
    return Json.mapper().convertValue(value, Object.class);
  }
}
