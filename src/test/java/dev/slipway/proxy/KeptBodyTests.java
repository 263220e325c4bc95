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
            "{\"x\":{\"columns\":[\"age\",\"ssn\"],\"data\":[]},\"data\":[1]}"
                .replace("[]", "\"[redacted]\""))) {
      assertThat(kept(table, "ssn")).isEqualTo(table);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"name\":\"ssn\",\"value\":\"123\"}]",
        "{\"value\":{\"string\":[\"123\"]},\"Name\":\" SSN \"}",
        "[{\"key\":\"ssn\",\"value\":123},{\"key\":\"ssn\",\"value\":\"456\"}]",
        "{\"record\":[{\"FeatureName\":\"ssn\",\"ValueAsString\":\"123\"}]}",
        "{\"inputs\":[{\"name\":\"ssn\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"123\"]}]}",
        "{\"name\":{\"S\":\"ssn\"},\"value\":{\"S\":\"123\"}}",
        "{\"name\":[\"ssn\"],\"value\":[\"123\"]}",
        "[[\"ssn\",\"123\"],[\"ssn\",\"456\"]]",
        "[\"ssn\",\"123\",\"ssn\",\"456\"]",
        "[[\"age\",\"ssn\"],[4,\"123\"],[5,\"456\"]]",
        "{\"instances\":[[\"age\",\"ssn\"],[4,\"123\"]]}",
        "{\"rows\":[[4,\"123\"]],\"header\":[\"age\",\"ssn\"]}",
        "[{\"header\":[\"ssn\"]},{\"rows\":[[\"123\"]]}]",
        "{\"data\":{\"names\":[\"age\",\"ssn\"],\"ndarray\":[[4,\"123\"]]}}",
        "{\"data\":{\"names\":[\"ssn\"],\"tensor\":{\"shape\":[1,1],\"values\":[\"123\"]}}}",
        "{\"feature_names\":[\"age\",\"ssn\"],\"features\":[[4,\"123\"]]}",
        "{\"schema\":{\"fields\":[{\"name\":\"ssn\",\"type\":\"long\"}]},\"rows\":[{\"f\":[{\"v\":\"123\"}]}]}",
        "{\"headers\":[[\"ssn\",\"123\"],[\"age\",4]]}",
        "{\"columns\":[[\"ssn\",\"123\",\"456\"]]}",
        "{\"x\":{\"columns\":[\"ssn\"]},\"data\":[\"123\"]}",
        "{\"columns\":[\"ssn\"],\"x\":{\"data\":[\"123\"]}}",
        "{\"body\":\"[{\\\"name\\\":\\\"ssn\\\",\\\"value\\\":123}]\"}",
      })
  void soIsWhatStandsBesideSuchAName(String document) {
    String kept = String.valueOf(kept(document, "ssn"));
    assertThat(kept)
        .contains("[redacted]")
        .doesNotContain("123", "456")
        .containsIgnoringCase("ssn");
    assertThat(Json.mapper().readTree(kept).isContainer()).isTrue();
  }

  @Test
  void whatStandsBesideOtherNamesStays() {
    assertThat(
            kept(
                "{\"features\": [{\"name\": \"age\", \"value\": 1.50}, {\"name\": \"ssn\","
                    + " \"value\": 1}, {\"name\": \"ssn2\", \"value\": 2}], \"rows\": [[\"ssn \","
                    + " 3], 4]}",
                "ssn"))
        .isEqualTo(
            "{\"features\": [{\"name\": \"age\", \"value\": 1.50}, {\"name\": \"ssn\", \"value\":"
                + " \"[redacted]\"}, {\"name\": \"ssn2\", \"value\": 2}], \"rows\": [[\"ssn \","
                + " \"[redacted]\"], \"[redacted]\"]}");
    for (String document :
        List.of("[\"ssn\"]", "\"ssn\"", "[[], {}, [\"my ssn\", 1]]", "[{\"a\": 1}, 2]")) {
      assertThat(kept(document, "ssn")).isEqualTo(document);
    }
  }

  @Test
  void aStringOfLinesOfWhichTheFirstNamesAColumnIsLeftOut() {
    for (String lines :
        List.of("age,ssn\n4,123", "ssn\r\n123\r\n", "\nSSN;age\n123;4", "age\t ssn \n4\t123")) {
      assertThat(kept("{\"csv\": " + Json.write(lines) + "}", "ssn"))
          .as(lines)
          .isEqualTo("{\"csv\": \"[redacted]\"}");
    }
    for (String lines : List.of("age,sex\n4,123", "age\nssn,4", "age,ssn\n", "your ssn,\nplease")) {
      String body = "{\"csv\": " + Json.write(lines) + "}";
      assertThat(kept(body, "ssn")).as(lines).isEqualTo(body);
    }
    assertThat(kept("age,ssn\n4,123", "ssn")).as("no JSON").isNull();
  }

  @Test
  void oddJsonIsReadToItsEndOrLeftOut() {
    String deep = "[".repeat(400) + "\"ssn\",1" + "]".repeat(400);
    assertThat(kept(deep, "ssn")).isEqualTo(deep.replace("1", "\"[redacted]\""));
    String tooDeep = "[".repeat(4_000) + "]".repeat(4_000);
    assertThat(kept(tooDeep, "ssn")).isNull();
    for (String odd : List.of("]", "[\"ssn\",", "{\"ssn\"", "[\"ssn\"}", "[\"ssn\" 1]", "\"ssn")) {
      assertThat(kept(odd, "ssn")).as(odd).isNull();
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
