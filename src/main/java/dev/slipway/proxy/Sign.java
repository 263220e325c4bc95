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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the request that SageMaker Runtime wants, signed with the keys of the endpoint's
 * environment. It is made anew for each {@link Attempt}, since a signature ages.
 */
final class Sign {

  private static final String CONTENT_TYPE = "content-type";
  private static final String ACCEPT = "accept";

  private static final String NO_KEYS =
      "Slipway has no credentials for this environment's account just now.";

  /**
   * How the headers begin by which SageMaker Runtime is told something. All of them go on as they
   * are, also those that are not known here: none is Slipway's own to settle, and a later SDK may
   * send one that is new.
   */
  private static final String SAGEMAKERS = "x-amzn-sagemaker-";

  /**
   * Those that are known to name nothing of the endpoint that the caller meant. The others (a
   * session, a target model, variant, container or inference component, and what is not known) are
   * not told to another endpoint.
   */
  private static final Set<String> OF_NO_ENDPOINT =
      Stream.of(
              "custom-attributes",
              "inference-id",
              "enable-explanations",
              "accept",
              "content-type",
              "inputlocation",
              "s3outputpathextension",
              "filename",
              "requestttlseconds",
              "invocationtimeoutseconds")
          .map(SAGEMAKERS::concat)
          .collect(Collectors.toUnmodifiableSet());

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
    from.forEach((said, value) -> {
      String name = passed(said);
      if (name != null && (!elsewhere || isOfNoEndpoint(name))) {
        headers.merge(name, value, Sign::inOne);
      }
    });
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
        options.putHeader(Trace.STATE, String.join(",", state));
      }
    }
    options.putHeader("content-length", Integer.toString(body.bytes().length()));
    return options;
  }

  /** The name, in lower case, of a header that callers may say to SageMaker; null of others. */
  private static @Nullable String passed(String name) {
    if (CONTENT_TYPE.equalsIgnoreCase(name)) {
      return CONTENT_TYPE;
    }
    if (ACCEPT.equalsIgnoreCase(name)) {
      return ACCEPT;
    }
    return name.regionMatches(true, 0, SAGEMAKERS, 0, SAGEMAKERS.length()) && isPlain(name)
        ? name.toLowerCase(Locale.ROOT)
        : null;
  }

  /** Whether it has letters, digits and hyphens alone, as every header of AWS does. */
  private static boolean isPlain(String name) {
    for (int i = SAGEMAKERS.length(); i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfNoEndpoint(String name) {
    return !name.startsWith(SAGEMAKERS) || OF_NO_ENDPOINT.contains(name);
  }

  /** Several lines say the same as one with commas (RFC 9110, 5.3). */
  private static String inOne(String line, String next) {
    return line + "," + next;
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
