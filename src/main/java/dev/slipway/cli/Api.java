package dev.slipway.cli;

import dev.slipway.base.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The API over HTTP. What was not answered is asked again some times, where asking twice does no
 * harm: reads, and requests whose idempotency key the service knows again.
 */
final class Api {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(3));

  /** A process that dies leaves its keys taken for two minutes. */
  private static final Duration IN_FLIGHT = Duration.ofSeconds(150);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Set<Integer> OVERLOADED = Set.of(429, 502, 503, 504);
  private static final int PAGE = 200;

  /** The header tells whole seconds, of a moment ago. */
  private static final Duration UNEVEN = Duration.ofSeconds(3);

  private final FindService.Service service;
  private final Shell.Time time;
  private final HttpClient http;
  private Duration ahead = Duration.ZERO;

  Api(FindService.Service service, Shell.Time time) {
    this.service = service;
    this.time = time;
    // Redirects are not followed: a token belongs to one address.
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  URI base() {
    return service.base();
  }

  /** Wall time as the service has it, to the second. */
  Instant now() {
    return time.clock().now().plus(ahead);
  }

  private void compareClocks(HttpResponse<?> response) {
    response
        .headers()
        .firstValue("Date")
        .flatMap(Api::moment)
        .map(theirs -> Duration.between(time.clock().now(), theirs))
        .ifPresent(difference ->
            ahead = difference.abs().compareTo(UNEVEN) > 0 ? difference : Duration.ZERO);
  }

  /** Empty for the older forms that a gateway may write: clocks are compared as well as can be. */
  private static Optional<Instant> moment(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  Answer get(Route route) {
    return send(request(route).GET(), true);
  }

  <T> T get(Route route, Class<T> type) {
    return get(route).as(type);
  }

  /** A POST that the service knows again by its key. */
  Answer post(Route route, String key, Object body) {
    return send(
        request(route)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(Json.write(body))),
        true);
  }

  Answer patch(Route route, @Nullable String etag, JsonNode body) {
    return send(
        request(route)
            .header("Content-Type", "application/merge-patch+json")
            .header("If-Match", etag == null ? "" : etag)
            .method("PATCH", BodyPublishers.ofString(Json.write(body))),
        false);
  }

  /** The items of a list, page after page, at most that many. */
  List<JsonNode> list(Route route, int most) {
    return list(route, most, _ -> true);
  }

  /**
   * The same of those that are wanted, as far as a page without one: of a list by time, which is so
   * to the second alone, a few may stand behind one that is too old.
   */
  List<JsonNode> list(Route route, int most, Predicate<JsonNode> wanted) {
    List<JsonNode> items = new ArrayList<>();
    String token = null;
    boolean goesOn;
    do {
      goesOn = false;
      Route page = route.with("page_size", Math.min(PAGE, most - items.size()));
      JsonNode answer = get(page.with("page_token", token)).body();
      for (JsonNode item : answer.path("items")) {
        if (wanted.test(item)) {
          items.add(item);
          goesOn = true;
        }
      }
      token = answer.path("next_page_token").asString("");
    } while (goesOn && !token.isEmpty() && items.size() < most);
    return items;
  }

  private HttpRequest.Builder request(Route route) {
    String token = service.token().token();
    // Java's client refuses line breaks in headers, with less of an explanation.
    if (!token.matches("[\\x21-\\x7e]+")) {
      throw ClientFailure.of(
          Exit.NOT_AUTHORISED, "What was given as a token is none.", "It is one line of ASCII.");
    }
    return HttpRequest.newBuilder(URI.create(service.base() + route.text()))
        .timeout(ANSWER)
        .header("Accept", "application/json, application/problem+json")
        .header("User-Agent", "slipway-cli/" + ClientVersion.current())
        .header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request, boolean repeatable) {
    int attempt = 0;
    Duration inFlight = Duration.ZERO;
    while (true) {
      boolean last = attempt >= PAUSES.size();
      try {
        HttpResponse<String> response =
            http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        compareClocks(response);
        if (repeatable && isInFlight(response) && inFlight.compareTo(IN_FLIGHT) < 0) {
          inFlight = inFlight.plus(LOOK_AGAIN);
          time.waiting().pause(LOOK_AGAIN);
          continue;
        }
        boolean again = repeatable && OVERLOADED.contains(response.statusCode());
        if (last || !again) return read(response);
      } catch (IOException e) {
        boolean unsent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
        if (last || !(repeatable || unsent)) throw unreachable(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      time.waiting().pause(PAUSES.get(attempt++));
    }
  }

  /** The first attempt runs, or died with its process: then its key is free after a while. */
  private static boolean isInFlight(HttpResponse<String> response) {
    return response.statusCode() == 409
        && body(response).path("code").asString("").equals("request-in-flight");
  }

  private Answer read(HttpResponse<String> response) {
    int status = response.statusCode();
    JsonNode body = body(response);
    if (status >= 200 && status < 300) {
      if (body.isMissingNode()) throw notSlipway(status);
      return new Answer(
          status,
          response.headers().firstValue("ETag").orElse(null),
          response.headers().firstValue("Idempotent-Replayed").isPresent(),
          body);
    }
    if (body.path("code").isMissingNode() || body.path("detail").isMissingNode()) {
      throw notSlipway(status);
    }
    throw ClientFailure.answered(
        isInFlight(response) ? Exit.NO_ANSWER : Exit.ofStatus(status), body);
  }

  /** The document of an answer; missing where it has none. */
  private static JsonNode body(HttpResponse<String> response) {
    try {
      return response.body().isBlank()
          ? MissingNode.getInstance()
          : Json.mapper().readTree(response.body());
    } catch (JacksonException unreadable) {
      return MissingNode.getInstance();
    }
  }

  private ClientFailure notSlipway(int status) {
    return ClientFailure.of(
        status == 401 || status == 403 ? Exit.NOT_AUTHORISED : Exit.NO_ANSWER,
        "%s answered %d, and not as Slipway does.".formatted(service.base(), status),
        "Is that Slipway's address, and is something in between?");
  }

  private ClientFailure unreachable(IOException e) {
    String why =
        Optional.ofNullable(e.getMessage())
            .filter(text -> !text.isBlank())
            .orElse(
                e instanceof ConnectException
                    ? "nobody listens there"
                    : e.getClass().getSimpleName());
    return ClientFailure.of(
        Exit.NO_ANSWER,
        "%s cannot be reached: %s.".formatted(service.base(), why),
        "Is Slipway running there? The local mode is started by mvn spring-boot:run.");
  }
}
