package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.base.WallClock;
import dev.slipway.cli.Terminal.Ran;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workflow's own identity in place of a stored secret. */
class GitHubTokenTests {

  private static final Duration GOOD_FOR = Duration.ofMinutes(5);

  private final List<String> asked = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private HttpServer servers;
  private volatile boolean failing;
  @TempDir Path home;

  @BeforeEach
  void start() throws IOException {
    servers = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
    servers.createContext(
        "/github",
        exchange -> {
          asked.add(exchange.getRequestURI().getQuery());
          if (failing) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
          }
          boolean known =
              Objects.equals(
                  exchange.getRequestHeaders().getFirst("Authorization"), "Bearer runner");
          byte[] body =
              "{\"value\": \"%s\"}".formatted(jwt(asked.size())).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
          if (known) exchange.getResponseBody().write(body);
          exchange.close();
        });
    servers.createContext(
        "/v1/models",
        exchange -> {
          sent.add(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = "{\"items\": []}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    servers.start();
  }

  @AfterEach
  void stop() {
    servers.stop(0);
  }

  private static String jwt(int number) {
    Instant until = WallClock.system().now().plus(GOOD_FOR);
    String claims = "{\"exp\": %d, \"jti\": \"%d\"}".formatted(until.getEpochSecond(), number);
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  private String address() {
    return "http://127.0.0.1:" + servers.getAddress().getPort();
  }

  private Terminal job() {
    return Terminal.unknown(home)
        .with("ACTIONS_ID_TOKEN_REQUEST_URL", address() + "/github?api-version=2.0")
        .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "runner");
  }

  @Test
  void aJobIsWhoGitHubSaysItIs() {
    Ran ran = job().run("models", "--url", address(), "--github-oidc", "https://slipway");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(asked).containsExactly("api-version=2.0&audience=https://slipway");
    assertThat(sent).hasSize(1).allMatch(header -> header.startsWith("Bearer e30."));
  }

  @Test
  void aTokenIsUsedUntilShortlyBeforeItsEnd() {
    Terminal job = job();
    GitHubToken token = new GitHubToken(job.shell(), "slipway");
    String first = token.token();
    assertThat(token.token()).isEqualTo(first);
    job.later(GOOD_FOR.minusSeconds(90));
    assertThat(token.token()).isEqualTo(first);
    job.later(Duration.ofSeconds(60));
    assertThat(token.token()).isNotEqualTo(first);
    assertThat(asked).hasSize(2);
  }

  @Test
  void whileGitHubDoesNotAnswerATokenIsUsedToItsEndAndThenThereIsNoAnswer() {
    Terminal job = job();
    GitHubToken token = new GitHubToken(job.shell(), "slipway");
    String first = token.token();
    failing = true;
    job.later(GOOD_FOR.minusSeconds(30));
    assertThat(token.token()).isEqualTo(first);
    job.later(Duration.ofMinutes(1));
    assertThat(catchThrowableOfType(ClientFailure.class, token::token).exit())
        .isEqualTo(Exit.NO_ANSWER);
    failing = false;
    assertThat(token.token()).isNotEqualTo(first);
  }

  @Test
  void whoIsNotPermittedIsToldHowToBe() {
    Ran ran = Terminal.unknown(home).run("models", "--url", address(), "--github-oidc", "slipway");
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.err()).contains("permissions: {id-token: write}");
    Ran refused =
        job()
            .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "somebody")
            .run("models", "--url", address(), "--github-oidc", "slipway");
    assertThat(refused.exit()).isEqualTo(5);
    assertThat(refused.err()).contains("GitHub gave no token: it answered 401");
  }
}
