package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
