package dev.slipway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Models' samples over HTTP. */
@Conforming
final class SampleApiTests extends CatalogStage {

  @Test
  void aSampleIsPutReadReplacedAndTakenAway() {
    create("fraud-detector");
    Answer put =
        sample(
            "PUT",
            "small",
            """
            {"content_type": "text/csv", "body": "1,2,3", "response_schema": {"type": "number"}}
            """);
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.json().has("body")).isFalse();
    assertThat(sample("GET", "small", null).at("/body")).isEqualTo("1,2,3");
    sample("PUT", "small", "{\"content_type\": \"image/png\", \"body_base64\": \"/9j/4A==\"}");
    Answer read = sample("GET", "small", null);
    assertThat(read.at("/body_base64")).isEqualTo("/9j/4A==");
    assertThat(read.json().has("response_schema")).isFalse();
    JsonNode listed = server.get("/v1/models/fraud-detector/samples").json().path("items");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).path("bytes").asInt()).isEqualTo(4);
    assertThat(listed.toString()).doesNotContain("/9j/4A==");
    assertThat(sample("DELETE", "small", null).status()).isEqualTo(204);
    assertThat(sample("GET", "small", null).at("/code")).isEqualTo("no-such-sample");
    assertThat(server.facts().toString()).contains("sample.put", "sample.removed");
    assertThat(server.facts().toString()).doesNotContain("1,2,3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/content_type {\"content_type\": \"json\", \"body\": \"1\"}",
        "/body {\"content_type\": \"text/csv\"}",
        "/body {\"content_type\": \"text/csv\", \"body\": \"1\", \"body_base64\": \"MQ==\"}",
        "/body_base64 {\"content_type\": \"text/csv\", \"body_base64\": \"%\"}",
        "/response_schema/type {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"type\": \"float\"}}",
        "/response_schema {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"$ref\": \"http://169.254.169.254/\"}}",
        "/response_schema {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"anyOf\": [{\"maximum\": 1e400}]}}",
        "/response_schema {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"$ref\": \"#/$defs/answr\", \"$defs\": {\"answer\": true}}}",
        "/response_schema {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"$ref\": \"#\"}}",
        "/response_schema {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\":"
            + " {\"anyOf\": [{\"type\": \"null\"}, {\"$ref\": \"#/$defs/a\"}]}}}}",
        "/response_schema/const {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"const\": \"\\u0000\"}}",
        "/response_schema/properties {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"properties\": {\"\\u0000\": true}}}",
        "/response_schema/properties/a/enum/1 {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"properties\": {\"a\": {\"enum\": [1, \"\\ud800\"]}}}}",
        "/response_schema/$ref {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"$ref\": {}}}"
      })
  void aSampleOutsideItsLimitsIsRefusedByField(String given) {
    create("fraud-detector");
    String[] parts = given.split(" ", 2);
    Answer refused = sample("PUT", "small", parts[1]);
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(400);
    assertThat(refused.at("/errors/0/pointer")).isEqualTo(parts[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/propertyNames/pattern     | {'propertyNames': {'pattern': '^[a-z+$'}}",
        "/$defs/a/items/pattern     | {'$defs': {'a': {'items': {'pattern': '('}}}}",
        "/allOf/1/pattern           | {'allOf': [true, {'pattern': '*'}]}",
        "/patternProperties/[       | {'patternProperties': {'[': true}}"
      })
  void aRegularExpressionThatCannotBeReadIsRefusedWhereItStands(String pointer, String schema) {
    create("fraud-detector");
    Answer refused = withSchema(schema);
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(400);
    assertThat(refused.at("/errors/0/pointer")).isEqualTo("/response_schema" + pointer);
  }

  @Test
  void whatIsNoRegularExpressionOfTheSchemaMayLookAsItLikes() {
    create("fraud-detector");
    String schema =
        "{'properties': {'pattern': {'const': {'pattern': '['}}}, 'examples': [{'pattern': '('}],"
            + " 'patternProperties': {'^[A-Z]+$': {'enum': ['[']}}}";
    Answer put = withSchema(schema);
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
  }

  private Answer withSchema(String schema) {
    return sample(
        "PUT",
        "small",
        "{\"content_type\": \"text/csv\", \"body\": \"1\", \"response_schema\": %s}"
            .formatted(schema.replace('\'', '"')));
  }

  @Test
  void aSchemaMayReferToItselfWhereThatLeadsDeeperIntoTheAnswer() {
    create("fraud-detector");
    String tree =
        """
        {"content_type": "text/csv", "body": "1", "response_schema": {
          "$anchor": "tree", "properties": {"$ref": {"type": "string"},
            "branches": {"items": {"$ref": "#tree"}}, "leaf": {"$ref": "#/$defs/leaf"}},
          "$defs": {"leaf": {"type": "number"}}}}
        """;
    Answer put = sample("PUT", "tree", tree);
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
  }

  @Test
  void aModelHasAtMostTwentySamplesOfSixtyFourKilobytes() {
    create("fraud-detector");
    String small = "{\"content_type\": \"text/csv\", \"body\": \"1\"}";
    for (int i = 0; i < 20; i++) {
      assertThat(sample("PUT", "s" + i, small).status()).isEqualTo(200);
    }
    Answer refused = sample("PUT", "one-more", small);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("too-many-samples");
    assertThat(sample("PUT", "s7", small).status()).isEqualTo(200);
    String large = "{\"content_type\": \"text/csv\", \"body\": \"" + "1".repeat(65_537) + "\"}";
    assertThat(sample("PUT", "s7", large).at("/errors/0/pointer")).isEqualTo("/body");
  }

  private Answer sample(String method, String name, @Nullable String body) {
    return server.send(
        method,
        "/v1/models/fraud-detector/samples/" + name,
        body,
        "Authorization",
        "Bearer " + ApiServer.TOKEN);
  }
}
