package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Endpoints;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Alarms of Slipway's that somebody's composite alarm depends on: CloudWatch deletes none. */
@Conforming
class HeldAlarmsTests extends ProdStage {

  private static final String THEIRS = "everything";

  @Test
  void aRetirementLeavesOneAndTakesTheRestAway() {
    String held = retiredButFor();

    assertThat(rehearsal.aws().endpoints()).isEmpty();
    assertThat(rehearsal.aws().models()).isEmpty();
    assertThat(alarms()).containsExactly(held);
    assertThat(act("retirements", reason("again")).at("/code")).isEqualTo("already-retired");
  }

  @Test
  void oneThatIsStillHeldHoursLaterIsToldOfAndOneThatIsFreeIsDeleted() {
    String held = retiredButFor();
    rehearsal.collectLeft();
    assertThat(told("resource.not-collected")).isEmpty();

    rehearsal.advance(Duration.ofHours(7));
    rehearsal.collectLeft();
    assertThat(alarms()).containsExactly(held);
    assertThat(told("resource.not-collected"))
        .singleElement()
        .asString()
        .contains(held)
        .contains("a composite alarm depends on it");

    rehearsal.aws().alarms().delete(THEIRS);
    rehearsal.advance(Duration.ofHours(7));
    rehearsal.collectLeft();
    assertThat(alarms()).isEmpty();
    assertThat(told("resource.collected")).anyMatch(summary -> summary.contains(held));
  }

  @Test
  void oneThatADeploymentTakesIntoUseAgainIsNotDeleted() {
    String held = retiredButFor();
    rehearsal.aws().alarms().delete(THEIRS);

    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.advance(Duration.ofHours(7));
    rehearsal.collectLeft();

    assertThat(alarms()).contains(held);
    rehearsal.untilEnd(retire());
    assertThat(alarms()).isEmpty();
  }

  @Test
  void aDeploymentPutsOneAnewThatIsJustBeingDeleted() {
    String held = retiredButFor();
    rehearsal.aws().alarms().delete(THEIRS);
    rehearsal.advance(Duration.ofHours(7));
    LeftResources left = rehearsal.api().bean(LeftResources.class);
    ClaimLeft claim = rehearsal.api().bean(ClaimLeft.class);
    Endpoints endpoints = rehearsal.api().bean(Endpoints.class);
    left.due().stream()
        .filter(one -> one.kind() == ResourceKind.ALARM)
        .forEach(one -> claim.of(endpoints.withId(one.endpointId()), one));

    UUID next = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(next, held + ", left by an earlier deployment");
    rehearsal.collectLeft();
    assertThat(alarms()).doesNotContain(held);

    assertThat(rehearsal.untilEnd(next).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.advance(Duration.ofHours(7));
    rehearsal.collectLeft();
    assertThat(alarms()).contains(held);
  }

  @Test
  void aPromotionLeavesOneOfAnEarlierAttemptAndCollectsTheOthers() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    String held = rehearsal.aws().alarms().of("-r2-", "-5xx-errors");
    rehearsal.aws().alarms().watchTogether(THEIRS, held);

    UUID third = rehearsal.promote("v3");
    assertThat(rehearsal.untilEnd(third).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.events(third)).contains("Left the alarm " + held);
    assertThat(alarms()).filteredOn(name -> name.contains("-r2-")).containsExactly(held);

    Answer plan = act("rollbacks?dry_run=true", reason("slow"));
    assertThat(plan.json().path("calls").findValuesAsString("resource")).doesNotContain(held);
    rehearsal.aws().alarms().delete(THEIRS);
    rehearsal.advance(Duration.ofHours(7));
    rehearsal.collectLeft();
    assertThat(alarms()).noneMatch(name -> name.contains("-r2-"));
  }

  @Test
  void anAttemptThatIsCalledOffDeletesItsAlarmsButForOne() {
    rehearsal.live("v1");
    UUID second = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(second, "ENDPOINT");
    List<String> made = alarms().stream().filter(name -> name.contains("-r2-")).toList();
    assertThat(made).hasSizeGreaterThan(1);
    rehearsal.aws().alarms().watchTogether(THEIRS, made.getFirst());

    rehearsal.cancel(second);

    assertThat(rehearsal.untilEnd(second).at("/state")).isEqualTo("CANCELED");
    assertThat(alarms()).filteredOn(name -> name.contains("-r2-")).containsExactly(made.getFirst());
    assertThat(rehearsal.events(second)).contains("Left the alarm " + made.getFirst());
  }

  /** All of an endpoint is retired, but for the paging alarm of that name. */
  private String retiredButFor() {
    rehearsal.live("v1");
    String held = alarms().getFirst();
    rehearsal.aws().alarms().watchTogether(THEIRS, held);
    UUID retirement = retire();
    Answer ended = rehearsal.untilEnd(retirement);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.events(retirement)).contains("Left the alarm " + held);
    return held;
  }

  /** Those of Slipway's, without what Application Auto Scaling makes. */
  private List<String> alarms() {
    return rehearsal.aws().alarms().names().stream()
        .filter(name -> !name.startsWith("TargetTracking-"))
        .toList();
  }

  private List<String> told(String type) {
    return rehearsal
        .api()
        .get("/v1/audit-events?type=" + type + "&subject=" + ENDPOINT)
        .json()
        .path("items")
        .findValuesAsString("summary");
  }
}
