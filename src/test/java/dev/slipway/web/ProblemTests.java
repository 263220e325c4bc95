package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Failure;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.databind.JsonNode;

/** How failures are told: by status, code and page, and nothing of the inside. */
final class ProblemTests extends ProblemStage {

  private static final String FAIL = "/v1/things/fail?id=" + new UUID(0, 1);

  @Test
  void aProblemCarriesItsCodeItsPageAndTheRequestId() {
    server.things().next = new Failure.NotFound("no-such-model", "There is no model \"x\".");

    HttpResponse<String> response = server.get(FAIL, "X-Request-Id", "abc-1");

    JsonNode problem = problem(response, 404, "no-such-model");
    assertThat(problem.get("type").asString()).isEqualTo("/problems/no-such-model");
    assertThat(problem.get("request_id").asString()).isEqualTo("abc-1");
    assertThat(problem.get("detail").asString()).isEqualTo("There is no model \"x\".");
    assertThat(problem.get("retryable").asBoolean()).isFalse();
    assertThat(problem.has("errors")).isFalse();
    assertThat(response.headers().firstValue("X-Request-Id")).contains("abc-1");
    assertThat(server.get("/problems/no-such-model").statusCode()).isEqualTo(200);
  }

  @Test
  void everyKindOfFailureHasItsStatus() {
    var aws = new Failure.Aws("SageMaker", "ValidationException", "r-1");
    assertStatus(Failure.Invalid.field("/name", "bad"), 400);
    assertStatus(new Failure.Unauthenticated("unauthenticated", "who?"), 401);
    assertStatus(new Failure.Forbidden("forbidden", "no"), 403);
    assertStatus(new Failure.Conflict("version-exists", "taken", "/v1/models/m/versions/v"), 409);
    assertStatus(Failure.Precondition.stale("old"), 412);
    assertStatus(Failure.Precondition.missing("which?"), 428);
    assertStatus(new Failure.Limited("rate-limited", "slower"), 429);
    assertStatus(new Failure.Unavailable("unavailable", "later"), 503);
    JsonNode refused = assertStatus(new Failure.Refused("refused", "never", aws), 422);
    assertThat(refused.at("/aws/request_id").asString()).isEqualTo("r-1");
  }

  @Test
  void anAcceptThatCannotBeReadIsToldSo() {
    HttpResponse<String> response = server.get("/v1/things", "Accept", "garbage");

    assertThat(problem(response, 406, "not-acceptable").get("detail").asString())
        .contains("cannot be read");
  }

  @Test
  void aBooleanInTheQueryIsTrueOrFalseAndNothingElse() {
    int made = server.things().made.get();
    for (String odd : List.of("0", "off", "TRUE")) {
      HttpResponse<String> response = server.post("/v1/things?dry_run=" + odd, "{\"name\": \"a\"}");

      assertThat(problem(response, 400, "invalid-request").get("detail").asString())
          .as(odd)
          .contains("\"dry_run\"");
    }
    assertThat(server.things().made.get()).isEqualTo(made);
  }

  @Test
  void whatOnlyResemblesAnIdentifierIsNotTakenForAnother() {
    for (String odd : List.of("01981c8e7a007000-8000-1-1-1", "1-1-1-1-1")) {
      HttpResponse<String> response = server.get("/v1/things/fail?id=" + odd);

      assertThat(problem(response, 400, "invalid-request").get("detail").asString())
          .as(odd)
          .contains("\"id\" is not a UUID");
    }
  }

  @Test
  void twoWhoMakeTheSameAtOnceAreToldToLookAgain() {
    for (String state : List.of("23505", "40001", "40P01")) {
      server.things().next =
          new DataIntegrityViolationException("secret", new SQLException("secret", state));

      HttpResponse<String> response = server.get(FAIL);

      assertThat(problem(response, 409, "concurrent-change").get("retryable").asBoolean()).isTrue();
      assertThat(response.body()).doesNotContain("secret");
    }
    server.things().next =
        new DataIntegrityViolationException("secret", new SQLException("secret", "23502"));
    problem(server.get(FAIL), 500, "internal");
  }

  @Test
  void parametersAreNamed() {
    assertThat(
            problem(server.get("/v1/things/fail"), 400, "invalid-request").at("/errors/0/pointer"))
        .hasToString("\"id\"");
    assertThat(
            problem(server.get("/v1/things/fail?id=7"), 400, "invalid-request")
                .at("/errors/0/pointer"))
        .hasToString("\"id\"");
  }

  @Test
  void whatTheFrameworkRefusesIsAProblemToo() {
    problem(server.get("/v1/nothing"), 404, "no-such-route");
    problem(server.get("/v1/things/one/more"), 404, "no-such-route");
    HttpResponse<String> method = server.send(server.request("/v1/things").DELETE());
    problem(method, 405, "method-not-allowed");
    assertThat(method.headers().firstValue("Allow")).isPresent();
    problem(server.get("/v1/things", "Accept", "text/csv"), 406, "not-acceptable");
    problem(
        server.send(
            server
                .request("/v1/things", "Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("x"))),
        415,
        "unsupported-media-type");
  }

  @Test
  void somethingUnexpectedTellsOnlyItsRequestId() {
    server.things().next = new IllegalStateException("secret of the house");

    HttpResponse<String> response = server.get(FAIL);

    JsonNode problem = problem(response, 500, "internal");
    assertThat(response.body()).doesNotContain("secret").doesNotContain("IllegalState");
    assertThat(problem.get("request_id").asString())
        .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
  }

  @Test
  void aRequestIdThatIsNoPlainWordIsReplaced() {
    assertThat(server.get("/v1/things", "X-Request-Id", "a b").headers().firstValue("X-Request-Id"))
        .hasValueSatisfying(id -> assertThat(UUID.fromString(id).version()).isEqualTo(7));
  }

  private JsonNode assertStatus(Failure failure, int status) {
    server.things().next = failure;
    return problem(server.get(FAIL), status, failure.code());
  }
}
