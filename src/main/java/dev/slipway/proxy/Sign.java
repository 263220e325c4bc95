package dev.slipway.proxy;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.SigV4;
import dev.slipway.cloud.Upstream;
import dev.slipway.proxy.Refusal.Reason;
import dev.slipway.proxy.SignedHeads.Said;
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
 * environment. It is made anew for each {@link Attempt}, since a signature ages, and written into
 * the attempt's own headers once it has its connection: copied there, each would be looked at
 * twice.
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

  private final SignedHeads heads;
  private final WallClock clock;

  Sign(SigV4 signer, WallClock clock) {
    this.heads = new SignedHeads(signer);
    this.clock = clock;
  }

  /**
   * Where the request goes.
   *
   * @throws Refusal when there are no keys to sign it with
   */
  URI base(Destination destination) {
    Upstream upstream = upstream(destination);
    keys(upstream);
    return upstream.base();
  }

  /**
   * Where the request goes, for a client of Vert.x.
   *
   * @throws Refusal when there are no keys to sign it with
   */
  RequestOptions address(Destination destination) {
    URI base = base(destination);
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(base.getHost())
        .setPort(port(base))
        .setSsl(isTls(base))
        .setURI(destination.path());
  }

  /**
   * Gives a request its headers, the signature among them.
   *
   * @param to the request's headers, of which there are none yet
   * @param from what the caller has said
   * @param elsewhere whether another endpoint is asked than the caller meant
   * @throws Refusal when there are no keys
   */
  void sign(MultiMap to, MultiMap from, Destination destination, Body body, boolean elsewhere) {
    Upstream upstream = upstream(destination);
    var said = new Said(destination.path(), upstream, keys(upstream), passed(from, elsewhere));
    heads.of(said, clock.now()).write(to, body.sha256());
    String trace = Trace.next(from.get(Trace.PARENT));
    if (trace != null) {
      to.add(Trace.PARENT, trace);
      List<String> state = from.getAll(Trace.STATE);
      if (!state.isEmpty()) {
        to.add(Trace.STATE, String.join(",", state));
      }
    }
    to.add(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.bytes().length()));
  }

  static boolean isTls(URI base) {
    return "https".equalsIgnoreCase(base.getScheme());
  }

  private static int usualPort(URI base) {
    return isTls(base) ? 443 : 80;
  }

  static int port(URI base) {
    return base.getPort() < 0 ? usualPort(base) : base.getPort();
  }

  static String host(URI base) {
    int port = port(base);
    return port == usualPort(base) ? base.getHost() : base.getHost() + ":" + port;
  }

  /** What the caller says that SageMaker is told, by lower-case name. */
  private static Map<String, String> passed(MultiMap from, boolean elsewhere) {
    Map<String, String> headers = new LinkedHashMap<>();
    from.forEach((said, value) -> {
      String name = passed(said);
      if (name != null && (!elsewhere || isOfNoEndpoint(name))) {
        headers.merge(name, value, Sign::inOne);
      }
    });
    return headers;
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

  private static Upstream upstream(Destination destination) {
    Upstream upstream = destination.upstream();
    if (upstream == null) {
      throw new Refusal(Reason.UNAVAILABLE, NO_KEYS);
    }
    return upstream;
  }

  private static Upstream.Keys keys(Upstream upstream) {
    try {
      return upstream.keys().get();
    } catch (CloudFailure e) {
      throw new Refusal(Reason.UNAVAILABLE, NO_KEYS, e);
    }
  }
}
