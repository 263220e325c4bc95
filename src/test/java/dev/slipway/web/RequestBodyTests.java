package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which bodies are refused, and where in them the fault is. */
final class RequestBodyTests extends ProblemStage {

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
}
