package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.wire.Calls;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * A deployment whose history refuses every event: it does no more than five ticks without a record,
 * and asks for a person as soon as it can say so.
 */
@Conforming
class RefusedHistoryTests extends ProdStage {

  private static final String TRIED_IN_VAIN = "its history to take events again";

  @Test
  void itsStepEndsAfterFiveTriesAndAPersonHearsOnceHistoryTakesEventsAgain() {
    UUID first = rehearsal.promote("v1");
    rehearsal.scheduler().tickInto(first, "MODEL");
    refuse();
    int before = rehearsal.calls().size();
    for (int tick = 0; tick < 5; tick++) {
      rehearsal.scheduler().tickAgain(first);
      assertThat(rehearsal.deployment(first).at("/waiting_for")).contains(TRIED_IN_VAIN);
    }
    List<String> made = operations(before);
    assertThat(made).containsOnlyOnce("CreateModel");
    int after = rehearsal.calls().size();
    for (int tick = 0; tick < 5; tick++) rehearsal.scheduler().tickAgain(first);
    assertThat(operations(after)).as("nothing is done that nobody would hear of").isEmpty();
    Answer waiting = rehearsal.deployment(first);
    assertThat(waiting.at("/state")).isEqualTo("PREPARING");
    assertThat(waiting.at("/waiting_for")).contains("DataIntegrityViolationException");
    assertThat(Duration.between(rehearsal.simulator().clock().now(), due(first)))
        .as("it is tried more and more seldom")
        .isBetween(Duration.ofSeconds(90), Duration.ofMinutes(2));

    allow();
    rehearsal.scheduler().tickAgain(first);

    Answer stuck = rehearsal.deployment(first);
    assertThat(stuck.at("/state")).as(stuck.http().body()).isEqualTo("NEEDS_ATTENTION");
    assertThat(stuck.at("/reason_code")).isEqualTo("own-fault");
    assertThat(stuck.at("/reason")).contains("at the step MODEL", "its history took no event");
    JsonNode told = event("deployment.needs-attention");
    assertThat(told.at("/data/aws_calls").findValuesAsString("operation"))
        .containsOnlyOnce("CreateModel");
    assertThat(told.at("/data/untold/refusal").asString())
        .isEqualTo("DataIntegrityViolationException");
    rehearsal.api().post("/v1/deployments/" + first + "/resume", reason("mended"));
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(operations(before)).containsOnlyOnce("CreateModel");
    assertIntact();
  }

  @Test
  void aHistoryThatTakesEventsAgainBeforeThatIsToldWhatItMissedWithTheNextOne() {
    UUID first = rehearsal.promote("v1");
    rehearsal.scheduler().tickInto(first, "MODEL");
    refuse();
    for (int tick = 0; tick < 2; tick++) rehearsal.scheduler().tickAgain(first);
    allow();
    rehearsal.scheduler().tickAgain(first);
    JsonNode told = newest();
    assertThat(told.at("/data/aws_calls").findValuesAsString("operation"))
        .as(told.toString())
        .containsOnlyOnce("CreateModel");
    assertThat(told.at("/data").has("untold")).isTrue();
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(newest().at("/data").has("untold")).as("told once").isFalse();
    assertIntact();
  }

  @Test
  void whoCallsItOffAsSoonAsHistoryTakesEventsLeavesNothingInAwsThatIsOnNoRecord() {
    UUID first = rehearsal.promote("v1");
    rehearsal.scheduler().tickInto(first, "MODEL");
    refuse();
    int before = rehearsal.calls().size();
    for (int tick = 0; tick < 6; tick++) rehearsal.scheduler().tickAgain(first);
    assertThat(operations(before)).containsOnlyOnce("CreateModel");
    allow();
    assertThat(cancel(first, "PREPARING").status()).isEqualTo(202);
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("CANCELED");
    assertThat(operations(before)).containsOnlyOnce("DeleteModel");
    assertIntact();
  }

  /** The database refuses every event of the endpoint. */
  private void refuse() {
    jdbc()
        .sql(
            "alter table history add constraint refused check (subject_id <> '"
                + ENDPOINT
                + "') not valid")
        .update();
  }

  @AfterEach
  void allow() {
    jdbc().sql("alter table history drop constraint if exists refused").update();
  }

  private List<String> operations(int since) {
    List<Calls.Made> calls = rehearsal.calls();
    return calls.subList(since, calls.size()).stream().map(Calls.Made::operation).toList();
  }

  private Instant due(UUID deployment) {
    return jdbc()
        .sql("select max(execution_time) from scheduled_tasks where task_instance like ?")
        .param(deployment + "/%")
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private JsonNode event(String type) {
    return rehearsal.api().get("/v1/audit-events?type=" + type).json().at("/items/0");
  }

  private JsonNode newest() {
    return rehearsal
        .api()
        .get("/v1/audit-events?subject_type=endpoint&subject=" + ENDPOINT)
        .json()
        .at("/items/0");
  }

  private void assertIntact() {
    assertThat(
            rehearsal
                .api()
                .get("/v1/audit-events/verification?subject_type=endpoint&subject=" + ENDPOINT)
                .at("/intact"))
        .isEqualTo("true");
  }

  private JdbcClient jdbc() {
    return rehearsal.api().bean(JdbcClient.class);
  }
}
