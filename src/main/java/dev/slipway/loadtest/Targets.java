package dev.slipway.loadtest;

import dev.slipway.base.Failure.NotFound;
import dev.slipway.base.Sha256;
import dev.slipway.catalog.Sample;
import dev.slipway.catalog.Samples;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.EndpointClouds;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds the target of a load test, and the payloads. */
@Component
class Targets {

  private final Endpoints endpoints;
  private final Releases releases;
  private final EndpointClouds clouds;
  private final Samples samples;

  Targets(Endpoints endpoints, Releases releases, EndpointClouds clouds, Samples samples) {
    this.endpoints = endpoints;
    this.releases = releases;
    this.clouds = clouds;
    this.samples = samples;
  }

  Target of(LoadTest test) {
    return of(endpoints.withId(test.endpointId()), releases.withId(test.releaseId()));
  }

  Target of(RecommenderJob job) {
    return of(endpoints.withId(job.endpointId()), releases.withId(job.releaseId()));
  }

  /**
   * The target with the release that serves now.
   *
   * @throws NotFound {@code nothing-live}
   */
  Target serving(Endpoint endpoint) {
    return of(endpoint, releases.serving(endpoint));
  }

  /**
   * The names of the wanted samples.
   *
   * @param wanted the names that were given; empty for all of the model's
   * @throws NotFound {@code no-such-sample}
   */
  List<String> named(Endpoint endpoint, List<String> wanted) {
    return wanted.isEmpty()
        ? samples.of(endpoint.modelId()).stream().map(Sample::name).toList()
        : wanted.stream()
            .distinct()
            .map(name -> samples.byName(endpoint.model(), name).name())
            .toList();
  }

  private Target of(Endpoint endpoint, Release release) {
    return new Target(
        endpoint,
        release,
        clouds.of(endpoint, release.spec()),
        clouds.upstream(endpoint, release.spec()));
  }

  /** The samples of these names that are still there. */
  List<Payload> payloads(Endpoint endpoint, List<String> names) {
    return samples(endpoint, names).stream().map(Targets::payload).toList();
  }

  /** The samples of these names as they are on record. */
  List<Sample> samples(Endpoint endpoint, List<String> names) {
    return samples.of(endpoint.modelId()).stream()
        .filter(sample -> names.contains(sample.name()))
        .toList();
  }

  private static Payload payload(Sample sample) {
    return new Payload(sample.contentType(), sample.body(), Sha256.hex(sample.body()));
  }
}
