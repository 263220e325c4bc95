package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What traffic rules have to do with the end of an endpoint. */
@Conforming
class RulesOfRetiredEndpointsTests {

  private static final String ENDPOINT = "prod-fraud-detector";
  private static final String OTHER = "spare-fraud-detector";

  @AutoClose private Rehearsal rehearsal;

  @BeforeEach
  void start() {
    rehearsal = Rehearsal.unpaced();
    rehearsal.environment("spare");
    rehearsal.live("v1");
    rehearsal.untilEnd(rehearsal.promote("v1", "spare"));
  }

  @Test
  void anEndpointThatIsRetiredCannotBeNamed() {
    String fallback = "{\"fallback\":{\"endpoint\":\"%s\"}}".formatted(OTHER);
    String mirror = "{\"mirror\":{\"endpoint\":\"%s\"}}".formatted(OTHER);
    assertThat(put(ENDPOINT, fallback).status()).isEqualTo(200);
    retire(OTHER);
    assertRetired(put(ENDPOINT, fallback), "/fallback/endpoint");
    assertRetired(put(ENDPOINT, mirror), "/mirror/endpoint");
    rehearsal.untilEnd(rehearsal.promote("v1", "spare"));
    assertThat(put(ENDPOINT, mirror).status()).isEqualTo(200);
  }

  @Test
  void aRetirementsPlanNamesTheEndpointsWhoseRulesNameTheOneThatGoes() {
    String before = hash(planOfRetirement(OTHER));
    assertThat(remark(planOfRetirement(OTHER), "named-in-traffic-rules")).isEmpty();
    String both =
        "{\"fallback\":{\"endpoint\":\"%s\"},\"mirror\":{\"endpoint\":\"%s\"}}"
            .formatted(OTHER, OTHER);
    assertThat(put(ENDPOINT, both).status()).isEqualTo(200);
    Answer plan = planOfRetirement(OTHER);
    assertThat(remark(plan, "named-in-traffic-rules"))
        .hasValueSatisfying(remark -> {
          assertThat(remark.at("/severity").asString()).isEqualTo("WARNING");
          assertThat(remark.at("/message").asString()).contains(ENDPOINT + " (fallback, mirror)");
        });
    assertThat(hash(plan)).as("what is done stays the same").isEqualTo(before);
    assertThat(remark(planOfRetirement(ENDPOINT), "named-in-traffic-rules")).isEmpty();
    retire(ENDPOINT);
    assertThat(remark(planOfRetirement(OTHER), "named-in-traffic-rules"))
        .as("rules of what is gone are not in force")
        .isEmpty();
  }

  @Test
  void whatLeadsBackToARetiredEndpointTellsThatItsRulesAreInForceAgain() {
    RulesOfEndpoints rules = rehearsal.api().bean(RulesOfEndpoints.class);
    String stated = "{\"breaker\":{},\"capture\":{\"share\":1.0}}";
    assertThat(put(OTHER, stated).status()).isEqualTo(200);
    assertThat(remark(planOfPromotion("v2"), "traffic-rules-return"))
        .as("they are in force")
        .isEmpty();
    retire(OTHER);
    assertThat(rules.all()).doesNotContainKey(OTHER);
    assertReturn(planOfPromotion("v2"));
    assertReturn(planOf("rollbacks", OTHER, "{\"release\": 1, \"reason\": \"a test\"}"));
    assertThat(put(OTHER, "{}").status()).as("they can be taken back meanwhile").isEqualTo(200);
    assertThat(remark(planOfPromotion("v2"), "traffic-rules-return")).isEmpty();
    assertThat(put(OTHER, stated).status()).isEqualTo(200);
    rehearsal.untilEnd(rehearsal.promote("v2", "spare"));
    assertThat(rules.all()).containsKey(OTHER);
  }

  @Test
  void whatLeadsBackToARetiredEndpointTellsWhoseRulesNameIt() {
    assertThat(put(ENDPOINT, "{\"mirror\":{\"endpoint\":\"%s\"}}".formatted(OTHER)).status())
        .isEqualTo(200);
    assertThat(remark(planOfPromotion("v2"), "named-in-traffic-rules")).as("it serves").isEmpty();
    retire(OTHER);
    Answer plan = planOfPromotion("v2");
    assertThat(remark(plan, "named-in-traffic-rules"))
        .hasValueSatisfying(remark -> {
          assertThat(remark.at("/severity").asString()).isEqualTo("WARNING");
          assertThat(remark.at("/message").asString())
              .contains("as soon as it serves again: " + ENDPOINT + " (mirror)");
        });
    assertThat(remark(plan, "traffic-rules-return")).as("it has none of its own").isEmpty();
    assertThat(put(ENDPOINT, "{}").status()).isEqualTo(200);
    Answer after = planOfPromotion("v2");
    assertThat(remark(after, "named-in-traffic-rules")).isEmpty();
    assertThat(hash(after)).as("what is done stays the same").isEqualTo(hash(plan));
  }

  private static void assertReturn(Answer plan) {
    assertThat(remark(plan, "traffic-rules-return"))
        .hasValueSatisfying(remark -> {
          assertThat(remark.at("/severity").asString()).isEqualTo("WARNING");
          assertThat(remark.at("/message").asString()).contains("(breaker, capture)");
        });
  }

  private Answer planOfPromotion(String version) {
    return planned(
        rehearsal
            .api()
            .post(
                "/v1/promotions?dry_run=true",
                """
                {"model": "fraud-detector", "version": "%s", "to": "spare", "reason": "a test"}
                """
                    .formatted(version)));
  }

  private Answer planOfRetirement(String endpoint) {
    return planOf("retirements", endpoint, "{\"reason\": \"a test\"}");
  }

  private Answer planOf(String action, String endpoint, String body) {
    return planned(
        rehearsal.api().post("/v1/endpoints/" + endpoint + "/" + action + "?dry_run=true", body));
  }

  private static Answer planned(Answer plan) {
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan;
  }

  private static String hash(Answer plan) {
    return plan.at("/hash");
  }

  private static Optional<JsonNode> remark(Answer plan, String code) {
    return plan.json()
        .at("/remarks")
        .valueStream()
        .filter(remark -> remark.at("/code").asString().equals(code))
        .findAny();
  }

  private static void assertRetired(Answer refused, String pointer) {
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(400);
    assertThat(refused.at("/errors/0/pointer")).isEqualTo(pointer);
    assertThat(refused.at("/errors/0/detail")).contains(OTHER + " is retired");
  }

  private void retire(String endpoint) {
    Answer accepted =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint + "/retirements", "{\"reason\": \"unused\"}");
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    assertThat(rehearsal.untilEnd(UUID.fromString(accepted.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
  }

  private Answer put(String endpoint, String rules) {
    return rehearsal
        .api()
        .send(
            "PUT",
            "/v1/endpoints/" + endpoint + "/traffic-rules",
            rules,
            "Authorization",
            "Bearer " + ApiServer.TOKEN,
            "If-Match",
            "*");
  }
}
