package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Failure;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemTests {

  private static final String FAIL = "/v1/things/fail?id=" + new UUID(0, 1);

  @AutoClose private WebServer server;

  ProblemTests() {
    this.server = WebServer.start();
  }

  @BeforeAll
  void warm() {
    assertThat(server.get("/v1/things").statusCode()).isEqualTo(200);
  }

  @AfterEach
  void calm() {
    server.things().next = null;
  }

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
  void aFieldThatDoesNotExistIsNamed() {
    HttpResponse<String> response =
        server.post("/v1/things", "{\"name\": \"a\", \"parts\": [{\"size\": 1, \"sise\": 2}]}");

    JsonNode error = problem(response, 400, "invalid-request").at("/errors/0");
    assertThat(error.get("pointer").asString()).isEqualTo("/parts/0/sise");
    assertThat(error.get("detail").asString()).contains("colour, size");
  }

  @Test
  void aFieldOfTheWrongTypeIsNamed() {
    assertThat(pointer("{\"name\": \"a\", \"parts\": [{\"size\": 1}, {\"size\": \"2\"}]}"))
        .isEqualTo("/parts/1/size");
    assertThat(pointer("{\"name\": \"a\", \"parts\": [{\"size\": 1.5}]}"))
        .isEqualTo("/parts/0/size");
    assertThat(pointer("{\"name\": \"a\", \"parts\": {}}")).isEqualTo("/parts");
    assertThat(pointer("{\"name\": 7}")).isEqualTo("/name");
    assertThat(pointer("{\"name\": \"a\", \"since\": \"yesterday\"}")).isEqualTo("/since");
    assertThat(pointer("{\"name\": \"a\", \"parts\": [{\"size\": 1, \"colour\": \"BLUE\"}]}"))
        .isEqualTo("/parts/0/colour");
    assertThat(pointer("[]")).isEmpty();
  }

  @Test
  void aFieldThatIsMissingNullOrTwiceThereIsNamed() {
    assertThat(pointer("{}")).isEqualTo("/name");
    assertThat(pointer("{\"name\": null}")).isEqualTo("/name");
    assertThat(pointer("{\"name\": \"a\", \"parts\": [{\"colour\": \"RED\"}]}"))
        .isEqualTo("/parts/0/size");
    assertThat(pointer("{\"name\": \"a\", \"name\": \"b\"}")).isEqualTo("/name");
  }

  @Test
  void aNumberThatDoesNotFitIsNamedWithItsBounds() {
    for (String number : List.of("99999999999", "-2147483649", "9".repeat(40))) {
      HttpResponse<String> response =
          server.post(
              "/v1/things", "{\"name\": \"a\", \"parts\": [{\"size\": %s}]}".formatted(number));

      JsonNode error = problem(response, 400, "invalid-request").at("/errors/0");
      assertThat(error.get("pointer").asString()).isEqualTo("/parts/0/size");
      assertThat(error.get("detail").asString()).contains("2147483647");
    }
  }

  @Test
  void textThatCannotBeStoredIsNamed() {
    for (String text : List.of("\\u0000", "a\\u0000b", "\\ud800", "\\udc00\\ud800")) {
      assertThat(pointer("{\"name\": \"" + text + "\"}")).isEqualTo("/name");
    }
    assertThat(server.post("/v1/things", "{\"name\": \"\\ud83d\\ude00\"}").statusCode())
        .isEqualTo(202);
  }

  @Test
  void aValueInPlaceOfATextIsToldSoAndNotCalledUnstorable() {
    for (String value : List.of("7", "1.5", "true")) {
      HttpResponse<String> response = server.post("/v1/things", "{\"name\": %s}".formatted(value));

      JsonNode error = problem(response, 400, "invalid-request").at("/errors/0");
      assertThat(error.get("pointer").asString()).isEqualTo("/name");
      assertThat(error.get("detail").asString()).contains("put it in quotes");
    }
  }

  @Test
  void anAcceptThatCannotBeReadIsToldSo() {
    HttpResponse<String> response = server.get("/v1/things", "Accept", "garbage");

    assertThat(problem(response, 406, "not-acceptable").get("detail").asString())
        .contains("cannot be read");
  }

  @Test
  void aBodyBeyondTheLimitsOfJsonIsToldSo() {
    HttpResponse<String> deep =
        server.send(
            server
                .request("/v1/things/one", "Content-Type", "application/merge-patch+json")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString("[".repeat(600) + "]".repeat(600))));
    assertThat(problem(deep, 400, "unreadable-body").get("detail").asString())
        .contains("nested too deeply");
    assertThat(unreadable("{\"parts\": [{\"size\": " + "9".repeat(1200) + "}]}"))
        .contains("too long");
  }

  @Test
  void aValueInPlaceOfAnObjectIsToldItsFields() {
    HttpResponse<String> response = server.post("/v1/things", "{\"name\": \"a\", \"parts\": [7]}");

    JsonNode error = problem(response, 400, "invalid-request").at("/errors/0");
    assertThat(error.get("pointer").asString()).isEqualTo("/parts/0");
    assertThat(error.get("detail").asString()).contains("size, colour");
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
  void onlyJsonIsRead() {
    for (String type :
        List.of(
            "application/yaml",
            "application/xml",
            "application/cbor",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x")) {
      problem(
          server.send(
              server
                  .request("/v1/things", "Content-Type", type)
                  .POST(HttpRequest.BodyPublishers.ofString("name: a"))),
          415,
          "unsupported-media-type");
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
  void aBodyThatIsNotJsonIsToldWhere() {
    assertThat(unreadable("{\"name\": ")).contains("line 1");
    assertThat(unreadable("")).contains("JSON body");
    assertThat(unreadable("{\"name\": \"a\"} {}")).contains("goes on");
    String detail = unreadable("{\"name\": dev}");
    assertThat(detail).doesNotContain("dev.slipway").doesNotContain("Exception");
  }

  @Test
  void aDuplicateKeyInATreeIsRefused() {
    HttpResponse<String> response =
        server.send(
            server
                .request("/v1/things/one", "Content-Type", "application/merge-patch+json")
                .header("If-Match", "\"7\"")
                .method(
                    "PATCH", HttpRequest.BodyPublishers.ofString("{\"a\": {\"b\":1,\"b\":2}}")));

    assertThat(response.statusCode()).isEqualTo(400);
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
  void aBodyThatIsTooLargeIsRefused() {
    String large = "{\"name\": \"" + "x".repeat(3000) + "\"}";
    problem(server.post("/v1/things", large), 413, "too-large");
    problem(server.post("/v1/things", large, "Idempotency-Key", "k"), 413, "too-large");
    for (String key : List.of("", "k2")) {
      var chunked =
          server
              .request("/v1/things", "Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));
      if (!key.isEmpty()) {
        chunked.header("Idempotency-Key", key);
      }
      problem(server.send(chunked), 413, "too-large");
    }
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

  private String pointer(String body) {
    return problem(server.post("/v1/things", body), 400, "invalid-request")
        .at("/errors/0/pointer")
        .asString();
  }

  private String unreadable(String body) {
    return problem(server.post("/v1/things", body), 400, "unreadable-body")
        .get("detail")
        .asString();
  }

  private static JsonNode problem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    JsonNode problem = WebServer.json(response);
    assertThat(problem.get("code").asString()).isEqualTo(code);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    return problem;
  }
}
