package dev.slipway.loadtest;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Ids;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Prices;
import dev.slipway.loadtest.Admission.Admitted;
import dev.slipway.loadtest.LoadTest.Stop;
import dev.slipway.loadtest.LoadTest.Stop.Code;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The requests of people for load tests: to plan, begin and end one. */
@Component
class AskForLoadTest implements AskFor<LoadTestInput, LoadTest> {

  private final Admission admission;
  private final LoadTests tests;
  private final StoreLoadTest store;
  private final Prices prices;
  private final CloudClock clock;

  AskForLoadTest(
      Admission admission, LoadTests tests, StoreLoadTest store, Prices prices, CloudClock clock) {
    this.admission = admission;
    this.tests = tests;
    this.store = store;
    this.prices = prices;
    this.clock = clock;
  }

  @Override
  public LoadTestPlan plan(Endpoint endpoint, LoadTestInput input) {
    return LoadTestPlan.of(admission.admit(endpoint, input.checked()), prices);
  }

  @Override
  public LoadTest begin(Endpoint endpoint, LoadTestInput input, String by) {
    Wanted wanted = input.checked();
    if (!endpoint.name().equals(input.confirm())) {
      throw Refused.field(
          "load-test-not-confirmed",
          "/confirm",
          "A load test sends real load. Confirm it with the endpoint's name: %s."
              .formatted(endpoint.name()));
    }
    Admitted admitted = admission.admit(endpoint, wanted);
    LoadTest test =
        new LoadTest(
            Ids.next(),
            endpoint.id(),
            endpoint.name(),
            admitted.target().release().id(),
            admitted.target().release().number(),
            LoadTestState.QUEUED,
            admitted.wanted(),
            List.of(),
            null,
            null,
            null,
            false,
            by,
            input.reason(),
            0,
            0,
            clock.now(),
            null,
            null);
    store.requested(test);
    return test;
  }

  /** Has a load test end. The process that sends its load sees that within a second. */
  @Override
  public LoadTest cancel(Endpoint endpoint, UUID id, String reason, String by) {
    LoadTest test = tests.of(endpoint.id(), id);
    switch (test.state()) {
      case QUEUED, RUNNING ->
          tests.wantEnd(id, new Stop(LoadTestState.CANCELED, Code.CANCELED, reason, by));
      case READING, COMPLETED, STOPPED, CANCELED, INTERRUPTED ->
          throw new Conflict(
              "load-test-over",
              "The load test is " + test.state() + ": nothing is sent any more.",
              "/v1/endpoints/" + endpoint.name() + "/load-tests/" + id);
    }
    return test;
  }
}
