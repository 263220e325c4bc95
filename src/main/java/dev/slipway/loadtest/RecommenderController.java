package dev.slipway.loadtest;

import dev.slipway.endpoint.Endpoints;
import java.time.Duration;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Inference Recommender jobs over HTTP. */
@RestController
@RequestMapping("/v1/endpoints/{endpoint}/" + RecommenderController.COLLECTION)
class RecommenderController
    extends MeasurementController<RecommenderInput, RecommenderJob, RecommenderAnswer> {

  static final String COLLECTION = "recommender-jobs";

  RecommenderController(Endpoints endpoints, RecommenderJobs jobs, AskForRecommenderJob ask) {
    super(
        endpoints,
        jobs,
        ask,
        new Kind<>(COLLECTION, Duration.ofSeconds(30), RecommenderAnswer::of));
  }
}
