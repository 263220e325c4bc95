package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptBodyTests {

  @Test
  void membersAreRedactedWhereverTheyStand() {
    assertThat(
            kept(
                "{\"ssn\": \"1\", \"a\": [{\"SSN\": {\"x\": 1}}, [2]], \"email\": null, \"b\":"
                    + " 1.50}",
                "ssn",
                "email"))
        .isEqualTo(
            "{\"ssn\": \"[redacted]\", \"a\": [{\"SSN\": \"[redacted]\"}, [2]],"
                + " \"email\": \"[redacted]\", \"b\": 1.50}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"columns\":[\"age\",\"ssn\"],\"data\":[[42,\"123\"],[43,\"456\"]]}",
        "{\"data\":[[42,\"123\"]],\"index\":[0],\"columns\":[\"age\",\"SSN\"]}",
        "{\"dataframe_split\":{\"columns\":[[\"a\",\"age\"],[\"a\",\"ssn\"]],\"data\":[[42,\"123\"]]}}",
        "[{\"columns\":[{\"name\":\"ssn\"}],\"rows\":1,\"data\":{\"0\":[\"123\"]}}]",
        "{\"columns\":[\"ssn\"],\"data\":[[123]],\"data\":[[456]]}",
        "{\"columns\":\"ssn\",\"data\":\"123\"}",
        "{\"body\":\"{\\\"columns\\\":[\\\"ssn\\\"],\\\"data\\\":[[\\\"123\\\"]]}\"}",
        "{\"columns\":[\"ssn\"],\"x\":{\"columns\":[\"age\"],\"data\":[]},\"data\":[[123]]}",
      })
  void soAreTheRowsOfATableWithSuchAColumn(String table) {
    String kept = String.valueOf(kept(table, "ssn"));
    assertThat(kept)
        .contains("[redacted]")
        .doesNotContain("123", "456")
        .containsIgnoringCase("ssn");
    assertThat(Json.mapper().readTree(kept).isContainer()).isTrue();
  }

  @Test
  void otherTablesStay() {
    for (String table :
        List.of(
            "{\"columns\":[\"age\"],\"data\":[[42]]}",
            "{\"columns\":[\"ssn\"]}",
            "{\"columns\":[\"ssn\"],\"x\":{\"data\":[1]}}",
            "{\"x\":{\"columns\":[\"ssn\"]},\"data\":[1]}")) {
      assertThat(kept(table, "ssn")).isEqualTo(table);
    }
  }

  @Test
  void membersAreRedactedInJsonThatStandsInAString() {
    assertThat(
            kept(
                """
                {"n": 1, "payload": "{\\"ssn\\": \\"123\\", \\"note\\": \\"ä\\"}"}\
                """,
                "ssn"))
        .isEqualTo(
            """
            {"n": 1, "payload": "{\\"ssn\\": \\"[redacted]\\", \\"note\\": \\"\\u00E4\\"}"}\
            """);
    assertThat(kept(nested(123), "ssn")).isEqualTo(nested("[redacted]"));
    String deep = "{\"ssn\":123}";
    for (int i = 0; i < 9; i++) deep = Json.write(deep);
    assertThat(kept(deep, "ssn")).as("deeper than is looked").doesNotContain("123", "ssn");
  }

  /**
   * JSON is read in pieces of some thousand characters, and what is taken out is found by place.
   */
  @Test
  void membersAreRedactedWhereverTheyStandInALongDocument() {
    String before = "ä€\uD83D\uDE80x".repeat(25_000);
    String body =
        "{\"note\": \"%s\", \"ssn\": \"%s123\", \"n\": 1.50, \"a\": [{\"ssn\": {\"x\": 1}}]}"
            .formatted(before, before);
    String redacted = "\"[redacted]\"";

    assertThat(
            KeptBody.of(body.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE, List.of("ssn")))
        .isEqualTo(
            "{\"note\": \"%s\", \"ssn\": %s, \"n\": 1.50, \"a\": [{\"ssn\": %s}]}"
                .formatted(before, redacted, redacted));
  }

  private static String nested(Object ssn) {
    return Json.write(Json.write(Map.of("a", Json.write(List.of(Map.of("SSN", ssn))))));
  }

  @Test
  void aStringThatNamesAMemberAndIsNoJsonIsLeftOut() {
    String redacted = "{\"a\": \"[redacted]\", \"b\": 1}";
    for (String string :
        List.of(
            "{\"ssn\": 123}\n{\"ssn\": 456}",
            "got {\"SSN\": 123}",
            "{'ssn': 123}",
            "{\"ssn\": 123",
            "x{\\\"ssn\\\": 123}")) {
      assertThat(kept("{\"a\": " + Json.write(string) + ", \"b\": 1}", "ssn"))
          .as(string)
          .isEqualTo(redacted);
    }
    for (String string : List.of("[CLS] my ssn", "{ssn}", "\"x\" and \"y\"", "", " ", "12")) {
      String body = "{\"a\": " + Json.write(string) + "}";
      assertThat(kept(body, "ssn")).as(string).isEqualTo(body);
    }
  }

  @Test
  void whatStaysIsAsItCame() {
    String body =
        """
        { "amount": 12345678901234567.891, "big" :1e400,"rate":1.10, "zero": -0.0, "x":"\\ud800",
          "same": 1, "same": 2, "text": "{ \\"n\\": 1.10 }" }
        """;
    assertThat(kept(body, "ssn")).isEqualTo(body);
    assertThat(kept("[" + body + ",{\"ssn\" : 1.5 , \"s\":2}]", "ssn"))
        .isEqualTo("[" + body + ",{\"ssn\" : \"[redacted]\" , \"s\":2}]");
    assertThat(kept(" \n", "ssn")).isEqualTo(" \n");
  }

  @Test
  void aModelErrorRepeatsWhatTheContainerSaidTwice() {
    assertThat(error("{\"error\": \"no 123\", \"code\": 7}", "error"))
        .isEqualTo(modelError("[redacted]", "{\"error\": \"[redacted]\", \"code\": 7}"));
    for (String said :
        List.of("For input string: x123", "\"no 123\"", "{\"error\": 123", "", "123")) {
      assertThat(error(said, "error")).as(said).isEqualTo(modelError("[redacted]", "[redacted]"));
    }
    assertThat(error("For input string: x123"))
        .as("nothing is to be redacted")
        .isEqualTo(modelError("Received (500): For input string: x123", "For input string: x123"));
  }

  private static @Nullable String error(String said, String... redact) {
    byte[] body = modelError("Received (500): " + said, said).getBytes(StandardCharsets.UTF_8);
    return KeptBody.ofModelError(body, 1000, List.of(redact));
  }

  private static String modelError(String message, String said) {
    return "{\"Message\": %s, \"OriginalStatusCode\": 500, \"OriginalMessage\": %s}"
        .formatted(Json.write(message), Json.write(said));
  }

  @Test
  void textIsKeptAsItIsWhenNothingIsToBeRedacted() {
    assertThat(kept("1,2,ä")).isEqualTo("1,2,ä");
    assertThat(kept("")).isEmpty();
  }

  @Test
  void whatCannotBeRedactedIsLeftOut() {
    assertThat(kept("1,2,3", "ssn")).as("no JSON").isNull();
    assertThat(kept("{\"ssn\": ", "ssn")).isNull();
    assertThat(kept("{} ssn", "ssn")).isNull();
  }

  @Test
  void whatIsTooLargeOrNoTextIsLeftOut() {
    assertThat(kept("x".repeat(101))).isNull();
    assertThat(KeptBody.of(new byte[] {(byte) 0xff}, 100, List.of())).isNull();
    assertThat(kept("a\0b")).isNull();
    assertThat(KeptBody.of(null, 100, List.of())).isNull();
  }

  private static @Nullable String kept(String body, String... redact) {
    return KeptBody.of(
        body.getBytes(StandardCharsets.UTF_8), redact.length == 0 ? 100 : 10_000, List.of(redact));
  }
}
