package dev.slipway.loadtest;

import java.util.UUID;

/** What a load test and an Inference Recommender job have in common. */
sealed interface Measurement permits LoadTest, RecommenderJob {

  UUID id();

  UUID endpointId();

  /** The endpoint's name. */
  String endpoint();

  /** The number of the tick that may act next; any other tick does nothing. */
  long tick();
}
