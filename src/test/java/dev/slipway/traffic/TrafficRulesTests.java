package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people say of an endpoint's traffic. */
@Conforming
class TrafficRulesTests {

  private static final String PATH = "/v1/endpoints/prod-fraud-detector/traffic-rules";

  private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    rehearsal.promote("v1");
  }

  @AfterAll
  static void close() {
    rehearsal.close();
  }

  @Test
  void rulesAreStatedSeenAndOnRecord() {
    Answer none = rehearsal.api().get(PATH);
    assertThat(none.http().body()).isEqualTo("{}");
    String tag = tag(none);
    String rules =
        "{\"per_caller\":{\"requests_per_second\":50.0,\"burst\":100,\"concurrent\":20},"
            + "\"breaker\":{},\"fallback\":{\"answer\":{\"content_type\":\"text/plain\",\"body\":\"\"}}}";
    assertThat(put(rules, null).status()).isEqualTo(428);
    Answer stated = put(rules, tag);
    assertThat(stated.status()).as(stated.http().body()).isEqualTo(200);
    assertThat(stated.http().body()).isEqualTo(rules);
    assertThat(put("{}", tag).status()).as("somebody else was first").isEqualTo(412);
    assertThat(rehearsal.api().get(PATH).http().body()).isEqualTo(rules);
    assertThat(
            rehearsal
                .api()
                .get("/v1/audit-events?subject_type=endpoint&subject=prod-fraud-detector")
                .http()
                .body())
        .contains("endpoint.traffic_rules_changed");
    assertThat(put("{}", tag(stated)).http().body()).isEqualTo("{}");
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    for (String nonsense :
        List.of(
            "{\"per_caller\": {\"requests_per_second\": 0}}",
            "{\"per_caller\": {\"burst\": 2}}",
            "{\"per_caller\": {\"concurrent\": 0}}",
            "{\"breaker\": {\"failure_ratio\": 1.5}}",
            "{\"breaker\": {\"window_seconds\": 0}}",
            "{\"fallback\": {}}",
            "{\"fallback\": {\"endpoint\": \"prod-fraud-detector\"}}",
            "{\"fallback\": {\"endpoint\": \"none\"}}",
            "{\"fallback\": {\"answer\": {\"content_type\": \"\", \"body\": \"\"}}}",
            "{\"fallback\": {\"answer\": {\"content_type\": \"a\\nb\", \"body\": \"\"}}}",
            "{\"fallback\": {\"answer\": {}}}",
            "{\"unknown\": 1}")) {
      assertThat(put(nonsense, "*").status()).as(nonsense).isEqualTo(400);
    }
  }

  private static Answer put(String rules, @Nullable String tag) {
    return tag == null
        ? rehearsal.api().send("PUT", PATH, rules, "Authorization", "Bearer " + ApiServer.TOKEN)
        : rehearsal
            .api()
            .send(
                "PUT", PATH, rules, "Authorization", "Bearer " + ApiServer.TOKEN, "If-Match", tag);
  }

  private static String tag(Answer answer) {
    return answer.http().headers().firstValue("etag").orElse("");
  }
}
