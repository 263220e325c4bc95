package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Shared;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** A server that can be made to fail, and how a failure is read. */
@Execution(ExecutionMode.SAME_THREAD)
abstract sealed class ProblemStage permits ProblemTests, RequestBodyTests {

  private static final Shared<WebServer> SERVER =
      Shared.among(ProblemStage.class, ProblemStage::start);

  final WebServer server = SERVER.get();

  private static WebServer start() {
    WebServer server = WebServer.start();
    assertThat(server.get("/v1/things").statusCode()).isEqualTo(200);
    return server;
  }

  @AfterEach
  void calm() {
    server.things().next = null;
  }

  @AfterAll
  static void leave() throws Exception {
    SERVER.leave();
  }

  /** What a refusal tells, which has this status and code. */
  static JsonNode problem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    JsonNode problem = WebServer.json(response);
    assertThat(problem.get("code").asString()).isEqualTo(code);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    return problem;
  }
}
