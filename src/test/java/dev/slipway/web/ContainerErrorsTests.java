package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What no client library would send, and what Tomcat answers before our filters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerErrorsTests {

  private static final JsonMapper JSON = new JsonMapper();

  @AutoClose private final WebServer server = WebServer.start();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/things/%zz",
        "/v1/things/%",
        "/v1/things/%ff",
        "/v1/things/%00",
        "/v1/things/a%2Fb",
        "/v1/things/a%5Cb",
        "/v1/things/%C0%80"
      })
  void aPathThatCannotBeDecodedIsAProblem(String path) throws IOException {
    assertProblem(ask(path, ""), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page_size=%zz",
        "page_size=%",
        "page_size=%ff",
        "page_size=1&page_token=a%",
        "%=1",
        "=1",
        "page_size=%00",
        "id=%ED%A0%80"
      })
  void aQueryThatCannotBeDecodedIsAProblem(String query) throws IOException {
    assertProblem(ask("/v1/things?" + query, ""), 400);
  }

  @Test
  void aParameterThatNoTableCouldHoldIsNamed() throws IOException {
    JsonNode problem = assertProblem(ask("/v1/things?page_size=1&owner=a%00b", ""), 400);
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("owner");
  }

  @Test
  void anUnknownExpectationIsAProblem() throws IOException {
    assertProblem(ask("/v1/things", "Expect: miracles\r\n"), 417);
  }

  private static JsonNode assertProblem(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    assertThat(head)
        .containsIgnoringCase("\r\ncontent-type: application/problem+json")
        .containsIgnoringCase("\r\nx-request-id: ");
    JsonNode problem =
        JSON.readTree(answer.substring(answer.indexOf("{"), answer.lastIndexOf("}") + 1));
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("code").asString()).isEqualTo("invalid-request");
    assertThat(problem.get("detail").asString()).doesNotContain("Exception").isNotBlank();
    return problem;
  }

  private String ask(String target, String header) throws IOException {
    URI origin = server.request("/").build().uri();
    try (var socket = new Socket(origin.getHost(), origin.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n"
                  .formatted(target, header)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
