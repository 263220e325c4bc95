package dev.slipway.loadtest;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.SigV4;
import dev.slipway.cloud.Upstream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;

/** Makes the requests of a load test: InvokeEndpoint, each signed anew as an application's is. */
final class SignedRequests {

  /** SageMaker gives a container 60 s. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(65);

  private final SigV4 signer;
  private final WallClock clock;
  private final Upstream upstream;
  private final URI address;
  private final String host;

  SignedRequests(SigV4 signer, WallClock clock, Upstream upstream, String physicalName) {
    this.signer = signer;
    this.clock = clock;
    this.upstream = upstream;
    URI base = upstream.base();
    String prefix = base.getPath() == null ? "" : base.getPath().replaceFirst("/$", "");
    this.address = base.resolve(prefix + "/endpoints/" + physicalName + "/invocations");
    int usual = "https".equalsIgnoreCase(base.getScheme()) ? 443 : 80;
    this.host =
        base.getPort() < 0 || base.getPort() == usual
            ? base.getHost()
            : base.getHost() + ":" + base.getPort();
  }

  /**
   * The next request; may wait for AWS where the keys have to be renewed.
   *
   * @throws dev.slipway.cloud.CloudFailure when there are no keys
   */
  HttpRequest next(Payload payload) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(LONGEST_ANSWER)
            .header("Content-Type", payload.contentType())
            .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()));
    signer
        .sign(
            "POST",
            address.getRawPath(),
            Map.of("host", host, "content-type", payload.contentType()),
            payload.sha256(),
            upstream.keys().renewed(),
            upstream.region(),
            clock.now())
        .forEach(request::header);
    return request.build();
  }
}
