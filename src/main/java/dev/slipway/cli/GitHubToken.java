package dev.slipway.cli;

import dev.slipway.base.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The token by which GitHub says which workflow of which repository this is. It is good for some
 * minutes, and a rollout takes longer: another one is asked for in time.
 *
 * <p>Source: GitHub's "OpenID Connect reference", on requesting the JWT by the two variables that a
 * job has which is permitted {@code id-token: write}.
 */
final class GitHubToken implements TokenSource {

  private static final Duration IN_TIME = Duration.ofMinutes(1);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final Shell shell;
  private final String audience;
  private @Nullable String token;
  private Instant until = Instant.EPOCH;

  GitHubToken(Shell shell, String audience) {
    this.shell = shell;
    this.audience = audience;
  }

  @Override
  public String token() {
    Instant now = shell.time().clock().now();
    String present = token;
    if (present != null && now.isBefore(until.minus(IN_TIME))) return present;
    String fresh;
    try {
      fresh = ask();
    } catch (ClientFailure failure) {
      if (present != null && now.isBefore(until)) return present;
      throw failure;
    }
    token = fresh;
    until = expiry(fresh, now);
    return fresh;
  }

  private String ask() {
    String url = required("ACTIONS_ID_TOKEN_REQUEST_URL");
    String address =
        url
            + (url.contains("?") ? "&" : "?")
            + "audience="
            + URLEncoder.encode(audience, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + required("ACTIONS_ID_TOKEN_REQUEST_TOKEN"))
            .build();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build()) {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      int status = response.statusCode();
      if (status == 429 || status >= 500) throw unanswered("it answered " + status);
      if (status != 200) throw refused("it answered " + status);
      String value = Json.mapper().readTree(response.body()).path("value").asString("");
      if (value.isEmpty()) throw refused("its answer has no token");
      return value;
    } catch (IOException e) {
      throw unanswered(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String required(String variable) {
    return shell
        .variable(variable)
        .orElseThrow(() ->
            ClientFailure.of(
                Exit.NOT_AUTHORISED,
                "GitHub gives this job no identity: %s is not set.".formatted(variable),
                "Let the job have it: permissions: {id-token: write}."));
  }

  private static ClientFailure refused(String why) {
    return noToken(Exit.NOT_AUTHORISED, why);
  }

  /** It may be there again in a moment, as the service may. */
  private static ClientFailure unanswered(String why) {
    return noToken(Exit.NO_ANSWER, why);
  }

  private static ClientFailure noToken(Exit exit, String why) {
    return ClientFailure.of(exit, "GitHub gave no token: %s.".formatted(why), "Run the job again.");
  }

  /** What the token says of itself; it is verified by the service, not here. */
  private static Instant expiry(String token, Instant now) {
    try {
      String claims = token.split("\\.")[1];
      JsonNode read = Json.mapper().readTree(Base64.getUrlDecoder().decode(claims));
      return Instant.ofEpochSecond(read.path("exp").asLong(0));
    } catch (RuntimeException unreadable) {
      return now;
    }
  }
}
