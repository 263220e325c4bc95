package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Route.Serving;
import dev.slipway.testing.Conformance;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the proxy answers, through both doors, against {@code openapi.yaml}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyConformanceTests {

  private static final String FEATURES = "{\"features\": [0.5, 1.2]}";

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  @AfterEach
  void calm() {
    proxy.upstream.always(TestUpstream::echo);
    proxy.serves(new Serving(7, "v2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {RunningProxy.NAMED, RunningProxy.LOGICAL})
  void predictionsConform(String path) {
    for (String type : List.of("application/json", "text/csv", "application/x-recordio-protobuf")) {
      assertThat(conforming(path, "Bearer " + RunningProxy.TOKEN, type).statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RunningProxy.NAMED, RunningProxy.LOGICAL})
  void errorsOfSageMakerConform(String path) {
    for (int status : List.of(400, 424, 500)) {
      proxy.upstream.always(TestUpstream.error(status, "ModelError", "no"));
      assertThat(conforming(path).statusCode()).isEqualTo(status);
    }
    proxy.upstream.always(TestUpstream::reset);
    assertThat(conforming(path).statusCode())
        .isEqualTo(path.equals(RunningProxy.NAMED) ? 503 : 502);
  }

  @ParameterizedTest
  @CsvSource({
    "/endpoints/none/invocations, known, 400",
    "/predict/prod/none, known, 404",
    RunningProxy.NAMED + ", '', 403",
    RunningProxy.LOGICAL + ", '', 401",
    RunningProxy.NAMED + ", Bearer other, 403",
    RunningProxy.LOGICAL + ", Bearer other, 401",
    RunningProxy.NAMED + ", AWS4-HMAC-SHA256 Credential=a, 400",
    RunningProxy.LOGICAL + ", AWS4-HMAC-SHA256 Credential=a, 400",
  })
  void refusalsConform(String path, String authorization, int status) {
    String sent = authorization.equals("known") ? "Bearer " + RunningProxy.TOKEN : authorization;
    assertThat(conforming(path, sent, "application/json").statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(Refusal.Reason.class)
  void aRefusalIsCalledWhatItsPageIsCalled(Refusal.Reason reason) throws IOException {
    Path page = Path.of("docs/problems", reason.code + ".md");
    assertThat(page).exists();
    assertThat(Files.readAllLines(page).getFirst()).isEqualTo("# " + reason.title);
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Length: x', 400, malformed-request",
    "'Content-Length: -1', 400, malformed-request",
    "'Content-Length: 99999999999999999999', 400, malformed-request",
    "'no colon', 400, malformed-request",
  })
  void whatIsNoHttpIsToldSo(String header, int status, String code) throws IOException {
    assertProblem(raw("POST " + RunningProxy.LOGICAL + " HTTP/1.1", header), status, code);
  }

  @Test
  void lengthsThatContradictEachOtherAreRefused() throws IOException {
    assertProblem(
        raw(
            "POST " + RunningProxy.LOGICAL + " HTTP/1.1",
            "Content-Length: 3\r\nTransfer-Encoding: chunked"),
        400,
        "malformed-request");
  }

  @Test
  void aHeadThatIsTooLargeIsToldSo() throws IOException {
    assertProblem(
        raw("POST " + RunningProxy.LOGICAL + " HTTP/1.1", "X-Large: " + "x".repeat(20_000)),
        431,
        "header-too-large");
    assertProblem(
        raw("POST " + RunningProxy.LOGICAL + "?" + "x".repeat(3_000) + " HTTP/1.1", "X-Small: 1"),
        414,
        "header-too-large");
  }

  @Test
  void somethingElseThanHttpIsToldSo() throws IOException {
    assertProblem(raw("GARBAGE", "X-Small: 1"), 400, "malformed-request");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.2, Content-Length: 0",
    "HTTP/2.0, Content-Length: 0",
    "HTTP/0.9, Transfer-Encoding: chunked",
    "http/1.1, Content-Length: 0",
    "HTTX/1.1, 'Connection: keep-alive'",
    "HTTP/2.0, no colon"
  })
  void aVersionThatIsNotSpokenIsToldSoInOneThatIs(String version, String header)
      throws IOException {
    String followed = "0\r\n\r\nPOST %s HTTP/1.1".formatted(RunningProxy.LOGICAL);
    String answer =
        raw("POST " + RunningProxy.LOGICAL + " " + version, header + "\r\n\r\n" + followed);
    assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
    assertProblem(answer, 400, "malformed-request");
  }

  private HttpResponse<String> conforming(String path) {
    return conforming(path, "Bearer " + RunningProxy.TOKEN, "application/json");
  }

  private HttpResponse<String> conforming(String path, String authorization, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(proxy.uri(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(FEATURES));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> answer = proxy.send(request.build());
    assertThat(
            Conformance.violations(
                new Conformance.Exchange(
                    "POST",
                    path,
                    Map.of("Authorization", List.of("Bearer x"), "Content-Type", List.of(type)),
                    FEATURES,
                    answer.statusCode(),
                    answer.headers().map(),
                    answer.body())))
        .isEmpty();
    assertThat(answer.headers().firstValue("x-slipway-request-id")).isPresent();
    return answer;
  }

  private static void assertProblem(String answer, int status, String code) {
    assertThat(answer).startsWith("HTTP/1.").contains(" " + status + " ");
    String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    assertThat(head)
        .containsIgnoringCase("content-type: application/problem+json")
        .containsIgnoringCase("connection: close");
    var problem = new JsonObject(answer.substring(head.length()).strip());
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(head).contains("x-slipway-request-id: " + problem.getString("request_id"));
  }

  private String raw(String line, String header) {
    try (var socket = new Socket("127.0.0.1", proxy.proxy.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "%s\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
                  .formatted(line, RunningProxy.TOKEN, header)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
