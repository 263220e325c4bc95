package dev.slipway.loadtest;

import dev.slipway.endpoint.Endpoints;
import java.time.Duration;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Load tests over HTTP. */
@RestController
@RequestMapping("/v1/endpoints/{endpoint}/" + LoadTestController.COLLECTION)
class LoadTestController extends MeasurementController<LoadTestInput, LoadTest, LoadTestAnswer> {

  static final String COLLECTION = "load-tests";

  LoadTestController(Endpoints endpoints, LoadTests tests, AskForLoadTest ask) {
    super(endpoints, tests, ask, new Kind<>(COLLECTION, Duration.ofSeconds(5), LoadTestAnswer::of));
  }
}
