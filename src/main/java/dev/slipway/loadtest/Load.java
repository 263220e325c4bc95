package dev.slipway.loadtest;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

/**
 * The load of one step.
 *
 * @param concurrency requests at once
 * @param time after which no request is begun
 * @param requests after which no request is begun
 * @param rate requests begun a second, at most
 */
record Load(
    SignedRequests requestsTo,
    List<Payload> payloads,
    int concurrency,
    Duration time,
    int requests,
    double rate) {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

  /** Begins to send it. */
  Sending begin() {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST_CONNECT)
            .build();
    return new Sending(this, client);
  }
}
