package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
