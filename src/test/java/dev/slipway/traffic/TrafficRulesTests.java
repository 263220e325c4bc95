package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people say of an endpoint's traffic. */
@Conforming
class TrafficRulesTests {

  private static final String PATH = "/v1/endpoints/prod-fraud-detector/traffic-rules";

  private static final String CAPTURES = "/v1/endpoints/prod-fraud-detector/captures";

  private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123456Z");
  private static final Instant BEFORE = AT.minusSeconds(600);

  @AutoClose private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    rehearsal.promote("v1");
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
            "{\"mirror\": {}}",
            "{\"mirror\": {\"endpoint\": \"none\"}}",
            "{\"mirror\": {\"endpoint\": \"prod-fraud-detector\"}}",
            "{\"capture\": {}}",
            "{\"capture\": {\"share\": 0}}",
            "{\"capture\": {\"share\": 1, \"keep\": 0}}",
            "{\"capture\": {\"share\": 1, \"s3_prefix\": \"http://captures\"}}",
            "{\"capture\": {\"share\": 1, \"s3_prefix\": \"s3://captures/a/../b/\\u0000\"}}",
            "{\"capture\": {\"share\": 1, \"s3_prefix\": \"s3://captures/a\", \"keep\": 9}}",
            "{\"capture\": {\"share\": 1, \"redact\": [\"\"]}}",
            "{\"capture\": {\"share\": 1, \"redact\": [null]}}",
            "{\"unknown\": 1}")) {
      assertThat(put(nonsense, "*").status()).as(nonsense).isEqualTo(400);
    }
  }

  @Test
  void onlyAnAdminSaysWhereInS3CapturesGoAndADeployerMayLeaveItThere() {
    rehearsal
        .api()
        .post(
            "/v1/service-accounts",
            "{\"name\": \"deployer\", \"grants\": [{\"role\": \"DEPLOYER\", \"environment\":"
                + " \"prod\"}]}");
    String deployer =
        rehearsal
            .api()
            .post("/v1/service-accounts/deployer/tokens", "{\"name\": \"t\"}")
            .at("/token");
    String rules = "{\"capture\":{\"share\":0.5,\"s3_prefix\":\"s3://captures/slipway\"}}";
    assertThat(putAs(deployer, rules).status()).isEqualTo(403);
    assertThat(putAs(ApiServer.TOKEN, rules).http().body()).isEqualTo(rules);
    assertThat(putAs(deployer, rules.replace("0.5", "0.25")).status()).isEqualTo(200);
    assertThat(putAs(deployer, rules.replace("captures", "another")).status()).isEqualTo(403);
    assertThat(putAs(deployer, "{}").status()).isEqualTo(200);
  }

  private static Answer putAs(String token, String rules) {
    return rehearsal
        .api()
        .send("PUT", PATH, rules, "Authorization", "Bearer " + token, "If-Match", "*");
  }

  @Test
  void capturesAreListedByReleaseAndTheOldestGo() {
    Captures captures = rehearsal.api().bean(Captures.class);
    for (int i = 0; i < 5; i++) {
      captures.store(List.of(captured("r" + i, "1"), captured("m" + i, "mixed")));
    }
    Answer newest = rehearsal.api().get(CAPTURES);
    assertThat(newest.json().at("/items")).as("six are kept").hasSize(6);
    assertThat(newest.at("/items/0/request_id")).isEqualTo("m4");
    Answer one = rehearsal.api().get(CAPTURES + "?release=1&page_size=2");
    assertThat(one.json().at("/items").valueStream().map(it -> it.at("/request_id").asString()))
        .containsExactly("r4", "r3");
    Answer next =
        rehearsal.api().get(CAPTURES + "?release=1&page_token=" + one.at("/next_page_token"));
    assertThat(next.json().at("/items")).hasSize(1);
    assertThat(next.at("/items/0/request")).isEqualTo("{}");
    assertThat(next.at("/items/0/captured_at")).isEqualTo(AT.toString());
    assertThat(next.json().at("/items/0").has("answer")).isFalse();
  }

  @Test
  void capturesGoAtOnceWhenFewerAreWantedAndStayWhenNoneAreUntilSomebodyDeletesThem() {
    deleteCaptures();
    for (int i = 0; i < 5; i++) {
      rehearsal.api().bean(Captures.class).store(List.of(captured("r" + i, "1")));
    }
    put("{\"capture\": {\"share\": 1}}", "*");
    assertThat(captures()).containsExactly("r4", "r3", "r2", "r1", "r0");
    put("{\"capture\": {\"share\": 1, \"keep\": 2}}", "*");
    assertThat(captures()).containsExactly("r4", "r3");
    put("{\"capture\": {\"share\": 1, \"s3_prefix\": \"s3://captures/slipway\"}}", "*");
    put("{}", "*");
    assertThat(captures()).containsExactly("r4", "r3");

    assertThat(deleteCaptures().status()).isEqualTo(204);
    assertThat(captures()).isEmpty();
    assertThat(
            rehearsal
                .api()
                .get("/v1/audit-events?subject_type=endpoint&subject=prod-fraud-detector")
                .http()
                .body())
        .contains("endpoint.captures-deleted");
  }

  @Test
  void whatASettingDeletesIsOnRecordWithWhoseItWasAndFromWhen() {
    deleteCaptures();
    put("{\"capture\": {\"share\": 1, \"keep\": 5}}", "*");
    Captures captures = rehearsal.api().bean(Captures.class);
    for (int i = 0; i < 5; i++) {
      captures.store(List.of(captured("r" + i, "1", BEFORE.plusSeconds(i))));
    }
    int before = deletions().size();

    put("{\"capture\": {\"share\": 1, \"keep\": 4}}", "*");
    put("{\"capture\": {\"share\": 0.5, \"keep\": 4}}", "*");
    put("{\"capture\": {\"share\": 1, \"keep\": 1}}", "*");
    put("{}", "*");

    List<JsonNode> since = deletions().subList(0, deletions().size() - before);
    assertThat(since)
        .extracting(it -> it.at("/data").toString())
        .as("each that deleted some, the latest first")
        .containsExactly(
            "{\"to\":\"2026-01-31T11:50:03.123456Z\",\"from\":\"2026-01-31T11:50:01.123456Z\",\"keep\":1,\"captures\":3}",
            "{\"to\":\"2026-01-31T11:50:00.123456Z\",\"from\":\"2026-01-31T11:50:00.123456Z\",\"keep\":4,\"captures\":1}");
    assertThat(since.getFirst().at("/summary").asString())
        .isEqualTo(
            "The oldest captures of endpoint prod-fraud-detector (3) were deleted: its traffic"
                + " rules keep 1.");
    assertThat(since).extracting(it -> it.at("/actor").asString()).containsOnly("token:admin");
  }

  private static List<JsonNode> deletions() {
    return rehearsal
        .api()
        .get(
            "/v1/audit-events?subject_type=endpoint&subject=prod-fraud-detector"
                + "&type=endpoint.captures-deleted")
        .json()
        .at("/items")
        .valueStream()
        .toList();
  }

  private static List<String> captures() {
    return rehearsal
        .api()
        .get(CAPTURES)
        .json()
        .at("/items")
        .valueStream()
        .map(it -> it.at("/request_id").asString())
        .toList();
  }

  private static Answer deleteCaptures() {
    return rehearsal
        .api()
        .send("DELETE", CAPTURES, null, "Authorization", "Bearer " + ApiServer.TOKEN);
  }

  private static Captured captured(String request, String release) {
    return captured(request, release, AT);
  }

  private static Captured captured(String request, String release, Instant at) {
    return new Captured(
        at,
        "prod-fraud-detector",
        request,
        release,
        "primary",
        "token:a",
        200,
        1.5,
        "text/json",
        "{}",
        null,
        null,
        6);
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
