package dev.slipway.proxy;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.SigV4;
import dev.slipway.cloud.Upstream;
import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the request that SageMaker Runtime wants, signed with the keys of the endpoint's
 * environment. It is made anew for each {@link Attempt}, since a signature ages.
 */
final class Sign {

  private static final String NO_KEYS =
      "Slipway has no credentials for this environment's account just now.";

  /** What callers may say to SageMaker (the request headers of its three operations). */
  private static final List<CharSequence> PASSED =
      Stream.of(
              "content-type",
              "accept",
              "x-amzn-sagemaker-custom-attributes",
              "x-amzn-sagemaker-target-model",
              "x-amzn-sagemaker-target-variant",
              "x-amzn-sagemaker-target-container-hostname",
              "x-amzn-sagemaker-inference-id",
              "x-amzn-sagemaker-enable-explanations",
              "x-amzn-sagemaker-inference-component",
              "x-amzn-sagemaker-session-id",
              "x-amzn-sagemaker-accept",
              "x-amzn-sagemaker-content-type",
              "x-amzn-sagemaker-inputlocation",
              "x-amzn-sagemaker-s3outputpathextension",
              "x-amzn-sagemaker-filename",
              "x-amzn-sagemaker-requestttlseconds",
              "x-amzn-sagemaker-invocationtimeoutseconds")
          // Their hashes are calculated once, and not for each prediction.
          .map(HttpHeaders::createOptimized)
          .toList();

  /**
   * The headers that name something of the endpoint that the caller meant, such as a session.
   * Another endpoint knows nothing of that.
   */
  private static final Set<String> OF_THE_ENDPOINT =
      Set.of(
          "x-amzn-sagemaker-target-model",
          "x-amzn-sagemaker-target-variant",
          "x-amzn-sagemaker-target-container-hostname",
          "x-amzn-sagemaker-inference-component",
          "x-amzn-sagemaker-session-id");

  private static final List<CharSequence> PASSED_ELSEWHERE =
      PASSED.stream().filter(name -> !OF_THE_ENDPOINT.contains(name.toString())).toList();

  static final CharSequence SESSION = HttpHeaders.createOptimized("x-amzn-sagemaker-session-id");

  private final SigV4 signer;
  private final WallClock clock;

  Sign(SigV4 signer, WallClock clock) {
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * The signed request, without its body.
   *
   * @param elsewhere whether another endpoint is asked than the caller meant
   * @throws Refusal when there are no keys
   */
  RequestOptions sign(MultiMap from, Destination destination, Body body, boolean elsewhere) {
    Upstream upstream = destination.upstream();
    if (upstream == null) {
      throw new Refusal(Reason.UNAVAILABLE, NO_KEYS);
    }
    URI base = upstream.base();
    boolean tls = "https".equalsIgnoreCase(base.getScheme());
    int usual = tls ? 443 : 80;
    int port = base.getPort() < 0 ? usual : base.getPort();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", port == usual ? base.getHost() : base.getHost() + ":" + port);
    for (CharSequence name : elsewhere ? PASSED_ELSEWHERE : PASSED) {
      List<String> lines = from.getAll(name);
      if (!lines.isEmpty()) {
        headers.put(name.toString(), inOne(lines));
      }
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(base.getHost())
            .setPort(port)
            .setSsl(tls)
            .setURI(destination.path());
    headers.forEach(options::putHeader);
    signature(upstream, destination, headers, body).forEach(options::putHeader);
    String trace = Trace.next(from.get(Trace.PARENT));
    if (trace != null) {
      options.putHeader(Trace.PARENT, trace);
      List<String> state = from.getAll(Trace.STATE);
      if (!state.isEmpty()) {
        options.putHeader(Trace.STATE, inOne(state));
      }
    }
    options.putHeader("content-length", Integer.toString(body.bytes().length()));
    return options;
  }

  /** Several lines say the same as one with commas (RFC 9110, 5.3). Most often there is one. */
  private static String inOne(List<String> lines) {
    return lines.size() == 1 ? lines.getFirst() : String.join(",", lines);
  }

  private Map<String, String> signature(
      Upstream upstream, Destination destination, Map<String, String> headers, Body body) {
    try {
      return signer.sign(
          "POST",
          destination.path(),
          headers,
          body.sha256(),
          upstream.keys().get(),
          upstream.region(),
          clock.now());
    } catch (CloudFailure e) {
      throw new Refusal(Reason.UNAVAILABLE, NO_KEYS, e);
    }
  }
}
