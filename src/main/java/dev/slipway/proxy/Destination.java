package dev.slipway.proxy;

import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Route;
import dev.slipway.endpoint.Route.Serving;
import dev.slipway.traffic.TrafficRules;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A route made ready for traffic.
 *
 * @param upstream SageMaker Runtime of the route's account and region; null while it is not to be
 *     had
 * @param path the path there
 * @param rules what else is to be done with its traffic
 * @param operation what it is asked for
 */
record Destination(
    Route route,
    @Nullable Upstream upstream,
    String path,
    TrafficRules rules,
    Operation operation) {

  private static final CharSequence ANSWERED_BY = HttpHeaders.createOptimized("x-slipway-release");
  private static final CharSequence OF_VERSION =
      HttpHeaders.createOptimized("x-slipway-model-version");

  private static final Pattern RELEASE =
      Pattern.compile("(?:^|[,;\\s])slipway-release=(\\d{1,9})(?:$|[,;\\s])");

  static Destination of(Route route, @Nullable Upstream upstream, TrafficRules rules) {
    String base =
        upstream == null || upstream.base().getPath() == null ? "" : upstream.base().getPath();
    String prefix = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return new Destination(
        route,
        upstream,
        prefix + "/endpoints/" + route.physicalName() + "/invocations",
        rules,
        Operation.INVOKE);
  }

  /**
   * This destination asked for another operation. A stream or an asynchronous call has no fallback,
   * since what stands in comes in one piece, and is neither mirrored nor captured.
   */
  Destination at(Operation other) {
    return other == Operation.INVOKE
        ? this
        : new Destination(
            route,
            upstream,
            path.substring(0, path.lastIndexOf('/') + 1) + other.word,
            new TrafficRules(rules.perCaller(), rules.breaker(), null, null, null),
            other);
  }

  /**
   * The release that answered, where that is known: the only one that may have, or the one that its
   * container names in the answer's custom attributes ({@code slipway-release=8}).
   *
   * @param attributes the answer's custom attributes; null for none
   */
  @Nullable Serving answered(@Nullable String attributes) {
    List<Serving> serving = route.serving();
    if (serving.size() == 1) {
      return serving.getFirst();
    }
    if (attributes != null) {
      Matcher named = RELEASE.matcher(attributes);
      if (named.find()) {
        String release = named.group(1);
        for (Serving each : serving) {
          if (Integer.toString(each.release()).equals(release)) {
            return each;
          }
        }
      }
    }
    return null;
  }

  /**
   * Says which release answered. While two may, and the container does not tell, both are named.
   *
   * @param answered the one that did; null when that is not known
   */
  void name(MultiMap headers, @Nullable Serving answered) {
    if (answered != null) {
      headers.set(ANSWERED_BY, Integer.toString(answered.release()));
      headers.set(OF_VERSION, answered.modelVersion());
    } else if (!route.serving().isEmpty()) {
      headers.set("x-slipway-releases", releases(null));
    }
  }

  /**
   * The release that answered, or those of which either may have, as in {@code 7,8}.
   *
   * @param answered the one that did; null when that is not known
   */
  String releases(@Nullable Serving answered) {
    if (answered != null) {
      return Integer.toString(answered.release());
    }
    return route.serving().isEmpty()
        ? "none"
        : route.serving().stream()
            .map(serving -> Integer.toString(serving.release()))
            .collect(Collectors.joining(","));
  }

  /**
   * The release as a metric's label: its number, {@code mixed} when either of two may have been.
   */
  String releaseLabel(@Nullable Serving answered) {
    if (answered != null) {
      return Integer.toString(answered.release());
    }
    return route.serving().isEmpty() ? "none" : "mixed";
  }
}
