package dev.slipway.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Ids;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a sample finds wrong with an answer. */
class SampleTests {

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["predictions"], "properties": {"predictions": {
        "type": "array", "minItems": 1, "items": {"$ref": "#/$defs/one"}}},
       "$defs": {"one": {"type": "object", "required": ["score"], "properties": {
         "score": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
         "label": {"enum": [0, 1]}, "id": {"type": "string", "pattern": "^tx-"}}}}}
      """;

  @Test
  void anAnswerThatMatchesTheSchemaHasNoFault() {
    assertThat(fault("{\"predictions\": [{\"score\": 1, \"label\": 1.0, \"id\": \"tx-1\"}]}"))
        .isEmpty();
  }

  @Test
  void whatIsWrongIsToldByPlaceAndKeywordAndNeverByTheAnswersValues() {
    assertThat(fault("{\"predictions\": [{\"score\": 0.5}, {\"score\": 4711}]}"))
        .contains("/predictions/1/score", "\"maximum\"")
        .doesNotContain("4711");
    assertThat(fault("{\"predictions\": [{\"score\": 0.5, \"label\": 7}]}"))
        .contains("/predictions/0/label", "\"enum\"");
    assertThat(fault("{\"predictions\": [{\"score\": 0.5, \"id\": \"secret\"}]}"))
        .contains("/predictions/0/id", "\"pattern\"")
        .doesNotContain("secret");
    assertThat(fault("{\"predictions\": [{}]}")).contains("/predictions/0", "\"required\"");
    assertThat(fault("{\"predictions\": []}")).contains("/predictions", "\"minItems\"");
    assertThat(fault("{\"predictions\": [{\"score\": 1e400}]}"))
        .contains("/predictions/0/score", "\"maximum\"");
    assertThat(fault("[]")).contains("the answer", "\"type\"");
    assertThat(fault("<html>")).isEqualTo("the answer is not JSON");
    assertThat(fault("")).isNotEmpty();
  }

  @Test
  void aDigestFollowsWhatIsSentAndWhatIsAsked() {
    assertThat(sample(SCHEMA).digest()).isEqualTo(sample(SCHEMA).digest());
    assertThat(sample(SCHEMA).digest()).isNotEqualTo(sample("true").digest());
  }

  private static String fault(String answer) {
    return sample(SCHEMA).fault(answer.getBytes(UTF_8)).orElse("");
  }

  private static Sample sample(String schema) {
    return new Sample(
        Ids.next(),
        "fraud-detector",
        "small",
        "application/json",
        "{}".getBytes(UTF_8),
        new JsonMapper().readTree(schema),
        "token:admin",
        Instant.EPOCH);
  }
}
