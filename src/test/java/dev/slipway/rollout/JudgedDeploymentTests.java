package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Updates whose two fleets the judge compares while they bake. */
@Conforming
class JudgedDeploymentTests extends JudgedStage {

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  @Override
  Rehearsal rehearsal() {
    return rehearsal;
  }

  @Test
  void aReleaseThatIsTwoFifthsSlowerIsRolledBackByTheJudgeWhoSaysWhyWithNumbers() {
    environment("slower", "");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    busyHours();
    Answer plan = plan("v2");
    assertThat(remark(plan, "judge-sees"))
        .contains("The judge looks once, at 9 minutes", "model latency: +", "5xx errors: a rate")
        .as("of the hour in which it was asked 800 a minute, and the time until it served")
        .containsPattern("At the recent [67]\\d\\d requests/min");
    String before = rehearsal.aws().endpoint(endpoint()).endpointConfigName();
    UUID update = rehearsal.promote("v2", environment);
    Answer ended = bake(update, BUSY, 50, 0, 1.4);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("failed-by-the-judge");
    assertThat(ended.at("/reason"))
        .contains(
            "model latency fail", "minutes before and", "Mann-Whitney: p = ", "matters from 20 %");
    assertThat(ended.at("/abort/cause")).isEqualTo("JUDGE");
    assertThat(rehearsal.aws().endpoint(endpoint()).endpointConfigName()).isEqualTo(before);

    JsonNode look = ended.json().at("/judgements/0");
    assertThat(look.path("outcome").asString()).isEqualTo("FAIL");
    assertThat(look.path("followed").asString()).isEqualTo("ABORT");
    assertThat(look.at("/query/metrics").toString()).contains("ModelLatency Average");
    assertThat(look.at("/query/before").asString()).isEqualTo(before);
    assertThat(look.path("after")).hasSize(9);
    assertThat(look.at("/after/3/model_latency_ms").asDouble()).isBetween(55.0, 85.0);
    assertThat(look.at("/findings/1/effect").asDouble()).isBetween(0.3, 0.5);
    assertThat(look.at("/findings/1/tolerance").asDouble()).isEqualTo(0.2);
    assertThat(events(update))
        .contains("judge.failed", "The update is aborted.", "\"alpha\":0.01", "deployment.rolling");
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + endpoint() + "/releases/2")
                .at("/quarantine/cause"))
        .isEqualTo("JUDGE");
    assertThat(
            rehearsal
                .api()
                .get("/v1/audit-events/verification?subject_type=endpoint&subject=" + endpoint())
                .at("/intact"))
        .isEqualTo("true");
  }

  @Test
  void aReleaseThatIsNoWorsePassesAndTheRecordSaysSo() {
    environment("equal", "");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    UUID update = rehearsal.promote("v2", environment);
    Answer ended = bake(update, BUSY, 50, 0, 1);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.json().at("/judgements")).hasSize(1);
    assertThat(ended.at("/judgements/0/outcome")).isEqualTo("PASS");
    assertThat(events(update)).contains("judge.passed", "The update goes on.");
  }

  @Test
  void aRolloutWithoutTrafficIsInsufficientEvidenceAndTheEnvironmentSaysWhatFollows() {
    environment("lenient", "");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    assertThat(remark(plan("v2"), "traffic-unknown")).contains("less than 20 minutes");
    rehearsal.advance(Duration.ofMinutes(20));
    assertThat(remark(plan("v2"), "judge-is-blind")).contains("the update goes on");
    Answer ended = bake(rehearsal.promote("v2", environment), 2, 50, 2, 3);
    assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/judgements/0/outcome")).isEqualTo("INSUFFICIENT_EVIDENCE");
    assertThat(ended.at("/judgements/0/sentence")).contains("fewer than 500 requests on a fleet");

    environment("strict", ", \"judge\": {\"on_insufficient_evidence\": \"ABORT\"}");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    Answer strict = bake(rehearsal.promote("v2", environment), 2, 50, 0, 1);
    assertThat(strict.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(strict.at("/reason_code")).isEqualTo("insufficient-evidence");
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + endpoint() + "/releases/2")
                .json()
                .has("quarantine"))
        .isFalse();
  }

  @Test
  void anAnalysisThatCannotBeMadeIsNoEvidenceAndNeverAPass() {
    environment("broken", ", \"judge\": {\"on_insufficient_evidence\": \"ABORT\"}");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    UUID update = rehearsal.promote("v2", environment);
    rehearsal.fault(
        """
        {"kind": "error", "service": "monitoring", "operation": "GetMetricData", "status": 403,
         "code": "AccessDenied", "message": "not for you"}
        """);
    Answer ended = bake(update, BUSY, 50, 0, 1);
    rehearsal.noFaults();
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/judgements/0/outcome")).isEqualTo("INSUFFICIENT_EVIDENCE");
    assertThat(ended.at("/reason")).contains("CloudWatch refused").contains("not for you");
  }

  @Test
  void goingBackByHandIsNotJudged() {
    environment("back", "");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    Answer forward = bake(rehearsal.promote("v2", environment), BUSY, 50, 0, 1);
    assertThat(forward.json().at("/judgements")).hasSize(1);
    assertThat(rehearsal.aws().routing(endpoint())).isEqualTo("CANARY");
    Answer accepted =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint() + "/rollbacks", "{\"reason\": \"slow\"}");
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    Answer back = bake(UUID.fromString(accepted.at("/id")), BUSY, 50, 0, 1.4);
    assertThat(back.at("/state")).isEqualTo("SUCCEEDED");
    assertThat(back.json().has("judgements")).isFalse();
    assertThat(events(UUID.fromString(accepted.at("/id")))).doesNotContain("\"judge.");
    assertThat(rehearsal.aws().routing(endpoint())).isEqualTo("ALL_AT_ONCE");
  }

  @Test
  void aBakeTooShortForTheJudgeIsRefusedWithAProposal() {
    environment("short", "");
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
    rehearsal.override(
        endpoint(),
        """
        {"rollout": {"strategy": "CANARY", "canary": {"type": "CAPACITY_PERCENT", "value": 50},
          "wait_interval_seconds": 600, "termination_wait_seconds": 600,
          "maximum_execution_timeout_seconds": 3600}}
        """);
    Answer refused = promotion("v2", true);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("bake-shorter-than-judge");
    assertThat(refused.at("/errors/0/pointer")).isEqualTo("/rollout/wait_interval_seconds");
    assertThat(refused.at("/detail")).contains("at least 840").contains("\"without\": [\"JUDGE\"]");
    rehearsal.override(endpoint(), "{\"without\": [\"JUDGE\"]}");
    assertThat(promotion("v2", true).status()).isEqualTo(200);
  }
}
