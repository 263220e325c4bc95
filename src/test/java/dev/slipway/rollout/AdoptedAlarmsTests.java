package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A release that has paging alarms of its own in place of adopted ones, and does not come. */
@Conforming
class AdoptedAlarmsTests extends AdoptionStage {

  @BeforeAll
  void environment() {
    rehearsal.environment("paged");
  }

  @Test
  void itsPagingAlarmsGoWhenItIsCalledOffBeforeTheUpdate() {
    UUID attempt = begun("early");
    rehearsal.untilWaitingFor(attempt, "CloudWatch to evaluate");
    assertThat(rehearsal.aws().alarms().names())
        .contains("paged-early-model-5xx-errors", "paged-early-model-high-latency");
    rehearsal.cancel(attempt);

    assertThat(rehearsal.untilEnd(attempt).at("/state")).isEqualTo("CANCELED");

    assertThat(rehearsal.aws().alarms().names())
        .contains("early-errors", "early-latency")
        .noneMatch(name -> name.startsWith("paged-early-model"));
    assertThat(asExpected("paged-early-model")).isTrue();
  }

  @Test
  void itsPagingAlarmsGoWhenItIsRolledBackAndThoseThatSageMakerNamesStay() {
    UUID attempt = begun("late");
    rehearsal.untilWaitingFor(attempt, "Baking");
    rehearsal.aws().alarms().fireErrorsOf("-r");

    assertThat(rehearsal.untilEnd(attempt).at("/state")).isEqualTo("ROLLED_BACK");

    assertThat(rehearsal.aws().alarms().names())
        .contains("late-errors", "late-latency")
        .doesNotContain("paged-late-model-5xx-errors", "paged-late-model-high-latency")
        .anyMatch(name -> name.startsWith("paged-late-model-r") && name.endsWith("-5xx-errors"));
    assertThat(asExpected("paged-late-model")).isTrue();
  }

  @Test
  void thoseOfWhichTheRecordCouldNotTellWhatTheyWatchAreLeftToTheirOwners() {
    made("plural");
    rehearsal.aws().elsewhere().watchFirst("plural-first", "plural");
    rehearsal.aws().elsewhere().watchBeside("plural-beside", "plural");

    Answer done = imported("plural", "paged", "plural-model", "?dry_run=true");

    assertThat(done.status()).as(done.http().body()).isEqualTo(200);
    assertThat(done.json().at("/plan/remarks").toString())
        .contains(
            "The alarm plural-first has what Slipway cannot write (several metrics without an"
                + " expression).",
            "The alarm plural-beside has what Slipway cannot write (an expression that is not what"
                + " it watches).");
  }

  @Test
  void thoseThatWentOnRecordBeforeThatWasAskedStayAsTheyAre() {
    made("earlier");
    String endpoint = "paged-earlier-model";
    assertThat(imported("earlier", "paged", "earlier-model", "").status()).isEqualTo(201);
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal
        .api()
        .bean(JdbcClient.class)
        .sql(
            """
            update endpoint set overrides = jsonb_set(overrides, '{alarms,adopted,0,metrics}',
                (overrides #> '{alarms,adopted,0,metrics}')
                    || (overrides #> '{alarms,adopted,0,metrics}'))
            where name = ?
            """)
        .param(endpoint)
        .update();

    Answer promoted = promote("v1", endpoint, "paged");

    assertThat(promoted.status()).as(promoted.http().body()).isEqualTo(202);
    assertThat(promoted.http().body()).doesNotContain("PutMetricAlarm\",\"subject\":\"earlier-");
    Answer ended = rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
  }

  @Test
  void anAlarmOnOneMetricUnderAnIdOfItsOwnIsPutAgainAsItWas() {
    made("single");
    rehearsal.aws().elsewhere().watchOne("single-own", "single", 5);
    String endpoint = "paged-single-model";
    assertThat(imported("single", "paged", "single-model", "").status()).isEqualTo(201);
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.aws().elsewhere().watchOne("single-own", "single", 123);

    Answer promoted = promote("v1", endpoint, "paged");

    Answer ended = rehearsal.untilEnd(UUID.fromString(promoted.at("/deployment/id")));
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().threshold("single-own")).isEqualTo(5);
    assertThat(asExpected(endpoint)).isTrue();
  }

  /** The update of a claimed endpoint to paging alarms of its own. */
  private UUID begun(String name) {
    made(name);
    String endpoint = "paged-" + name + "-model";
    assertThat(imported(name, "paged", name + "-model", "").status()).isEqualTo(201);
    assertThat(ended(claim(endpoint, "")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.override(endpoint, "{\"alarms\": {\"adopted\": null}}").status())
        .isEqualTo(200);
    Answer promoted = promote("v1", endpoint, "paged");
    assertThat(promoted.status()).as(promoted.http().body()).isEqualTo(202);
    return UUID.fromString(promoted.at("/deployment/id"));
  }
}
