package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTests {

  private static final int TOO_MUCH = 25 * 1024 * 1024 + 1;

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  @AfterEach
  void nothingReachedSageMaker() {
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic YTpi", "Bearer", "Bearer not-a-token-of-ours"})
  void nobodyIsServedWithoutAKnownToken(String authorization) {
    HttpResponse<String> aws = ask("POST", RunningProxy.NAMED, authorization);
    assertThat(aws.statusCode()).isEqualTo(403);
    assertThat(header(aws, "www-authenticate")).isEmpty();
    assertThat(header(aws, "x-amzn-errortype"))
        .isIn("MissingAuthenticationTokenException", "UnrecognizedClientException");
    assertThat(new JsonObject(aws.body()).fieldNames()).isEqualTo(Set.of("Message"));

    HttpResponse<String> logical = ask("POST", RunningProxy.LOGICAL, authorization);
    assertThat(logical.statusCode()).isEqualTo(401);
    assertThat(header(logical, "www-authenticate")).isEqualTo("Bearer");
    assertProblem(logical, "unauthenticated");
  }

  @ParameterizedTest
  @ValueSource(strings = {RunningProxy.INVOKER_OF_DEV, RunningProxy.APPROVER})
  void onlyAnInvokerOfTheEnvironmentIsServed(String token) {
    HttpResponse<String> aws = ask("POST", RunningProxy.NAMED, "Bearer " + token);
    assertThat(aws.statusCode()).isEqualTo(403);
    assertThat(header(aws, "x-amzn-errortype")).isEqualTo("AccessDeniedException");
    HttpResponse<String> logical = ask("POST", RunningProxy.LOGICAL, "Bearer " + token);
    assertThat(logical.statusCode()).isEqualTo(403);
    assertProblem(logical, "forbidden");
    assertThat(ask("POST", "/predict/prod/other", "Bearer " + token).statusCode()).isEqualTo(403);
  }

  @Test
  void anUnknownEndpointIsNotFoundAndNoOtherIsNamed() {
    HttpResponse<String> aws = ask("POST", "/endpoints/prod-other/invocations", known());
    assertThat(aws.statusCode()).isEqualTo(400);
    assertThat(header(aws, "x-amzn-errortype")).isEqualTo("ValidationError");
    assertThat(new JsonObject(aws.body()).getString("Message"))
        .isEqualTo("Endpoint prod-other of account 123456789012 not found.");
    assertThat(
            new JsonObject(
                    ask(
                            "POST",
                            "/endpoints/prod-other/invocations",
                            "Bearer " + RunningProxy.INVOKER_OF_DEV)
                        .body())
                .getString("Message"))
        .as("accounts of others are nobody's business")
        .isEqualTo("Endpoint prod-other not found.");

    HttpResponse<String> logical = ask("POST", "/predict/prod/other", known());
    assertThat(logical.statusCode()).isEqualTo(404);
    assertProblem(logical, "no-such-endpoint");
    assertThat(logical.body()).doesNotContain("fraud");
    assertThat(ask("POST", "/predict/prod/other", "").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_none.x%20y",
        "prod%252Dfraud-detector",
        "spare%2f..%2fprod-fraud-detector",
        "prod-fraud-detector%00",
        "..",
        "%2e%2e%2f",
        "%CE%A9",
        "%FF",
        "{long}"
      })
  void aNameThatNoEndpointCanHaveIsThatOfNoneToWhoeverIsKnown(String name) {
    String path = "/endpoints/%s/invocations".formatted(name.replace("{long}", "a".repeat(64)));
    HttpResponse<String> aws = ask("POST", path, known());
    assertThat(aws.statusCode()).isEqualTo(400);
    assertThat(header(aws, "x-amzn-errortype")).isEqualTo("ValidationError");
    assertThat(new JsonObject(aws.body()).getString("Message"))
        .startsWith("Endpoint ")
        .endsWith(" of account 123456789012 not found.");
    assertThat(header(ask("POST", path, ""), "x-amzn-errortype"))
        .isEqualTo("MissingAuthenticationTokenException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/predict",
        "/predict/prod",
        "/predict/prod/a/b",
        "/predict/prod/%2e%2e",
        "/predict/prod%2Ffraud-detector",
        "/predict/prod/spare%2F..%2Ffraud-detector",
        "/predict/prod/fraud%252Ddetector",
        "/predict%2Fprod/fraud-detector",
        "/endpoints//invocations",
        "/endpoints/x/invocations/",
        "/endpoints/x/invocations-response",
        "/endpoints/x/async-invocations/1",
        "/v1/models"
      })
  void onlyTheTwoDoorsExist(String path) {
    HttpResponse<String> answer = ask("POST", path, known());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "x-slipway-request-id")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
  void onlyPostIsAllowed(String method) {
    HttpResponse<String> aws = ask(method, RunningProxy.NAMED, known());
    assertThat(aws.statusCode()).isEqualTo(405);
    assertThat(header(aws, "allow")).isEqualTo("POST");
    assertThat(header(aws, "x-amzn-errortype")).isEqualTo("UnknownOperationException");
    HttpResponse<String> logical = ask(method, RunningProxy.LOGICAL, known());
    assertThat(logical.statusCode()).isEqualTo(405);
    assertProblem(logical, "method-not-allowed");
  }

  @Test
  void aBodyThatSaysItIsTooLargeIsRefusedUnread() throws IOException {
    try (var socket = new Socket("127.0.0.1", proxy.proxy.port())) {
      socket
          .getOutputStream()
          .write(
              """
              POST %s HTTP/1.1\r
              Host: x\r
              Authorization: %s\r
              Content-Length: %d\r
              Expect: 100-continue\r
              \r
              """
                  .formatted(RunningProxy.NAMED, known(), TOO_MUCH)
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = readUntil(socket, "bytes at most.\"}");
      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .containsIgnoringCase("connection: close")
          .containsIgnoringCase("x-amzn-errortype: ValidationError");
    }
  }

  @Test
  void aBodyThatTurnsOutTooLargeIsRefused() {
    HttpResponse<String> answer =
        proxy.send(
            proxy
                .post(
                    RunningProxy.LOGICAL,
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[TOO_MUCH])))
                .build());
    assertThat(answer.statusCode()).isEqualTo(413);
    assertProblem(answer, "too-large");
  }

  @Test
  void aCallerWhoWaitsForPermissionGetsItOnlyWhenKnown() throws IOException {
    String head =
        """
        POST %s HTTP/1.1\r
        Host: x\r
        Authorization: %s\r
        Content-Length: 3\r
        Expect: 100-continue\r
        \r
        """;
    try (var socket = new Socket("127.0.0.1", proxy.proxy.port())) {
      socket
          .getOutputStream()
          .write(
              head.formatted(RunningProxy.NAMED, "Bearer nope")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(readUntil(socket, "}")).startsWith("HTTP/1.1 403 ");
    }
    try (var socket = new Socket("127.0.0.1", proxy.proxy.port())) {
      socket
          .getOutputStream()
          .write(head.formatted(RunningProxy.NAMED, known()).getBytes(StandardCharsets.US_ASCII));
      assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      socket.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));
      assertThat(readUntil(socket, "abc")).startsWith("HTTP/1.1 200 ");
    }
    proxy.upstream.asked.clear();
  }

  @Test
  void aRefusalLeavesTheConnectionUsable() throws IOException {
    try (var socket = new Socket("127.0.0.1", proxy.proxy.port())) {
      for (int i = 0; i < 3; i++) {
        socket
            .getOutputStream()
            .write(
                "POST /predict/prod/none HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Length: 3\r\n\r\nabc"
                    .formatted(known())
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(readUntil(socket, "}")).startsWith("HTTP/1.1 404 ");
      }
    }
  }

  private static String known() {
    return "Bearer " + RunningProxy.TOKEN;
  }

  private HttpResponse<String> ask(String method, String path, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(proxy.uri(path))
            .method(method, BodyPublishers.ofString("x".repeat(2000)));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return proxy.send(request.build());
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static void assertProblem(HttpResponse<String> answer, String code) {
    var problem = new JsonObject(answer.body());
    assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getInteger("status")).isEqualTo(answer.statusCode());
    assertThat(problem.getString("detail")).isNotBlank();
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getString("request_id")).isEqualTo(header(answer, "x-slipway-request-id"));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
