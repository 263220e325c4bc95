package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.testing.ApiServer.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Alarms that fire before an update begins: a plan tells of them, and no update begins on one. */
class FiringBeforeTests {

  private static final String ENDPOINT = "prod-fraud-detector";

  @Test
  void aPlanNamesTheAlarmsThatFireNowWithTheirReasons() {
    try (Rehearsal rehearsal = Rehearsal.unpaced()) {
      rehearsal.live("v1");
      rehearsal.live("v2");
      String paging = ENDPOINT + "-5xx-errors";
      String last = rehearsal.aws().alarms().of("-r2-", "-latency");
      assertThat(remarks(rehearsal, "alarm-fires-now")).isEmpty();
      String before = plan(rehearsal).at("/hash");
      rehearsal.fire(paging);
      rehearsal.fire(last);

      assertThat(remarks(rehearsal, "alarm-fires-now"))
          .hasSize(2)
          .anySatisfy(told ->
              assertThat(told)
                  .contains(paging, "which tells people", "is in ALARM since 20")
                  .contains("3 of 5 requests failed"))
          .anySatisfy(
              told -> assertThat(told).contains(last, "which SageMaker was given at the last"));
      assertThat(plan(rehearsal).at("/hash"))
          .as("what was agreed to still holds")
          .isEqualTo(before);
      assertThat(rehearsal.api().get("/problems/alarm-fires-now").status()).isEqualTo(200);

      rehearsal.fault(
          """
          {"kind": "error", "service": "monitoring", "operation": "DescribeAlarms", "status": 403,
           "code": "AccessDenied", "message": "not for you"}
          """);
      assertThat(remarks(rehearsal, "alarm-state-unknown"))
          .singleElement()
          .asString()
          .contains("not for you");
    }
  }

  @Test
  void alarmsThatDoNotWatchTheFleetThatServesAreNotSpokenOf() {
    try (Rehearsal rehearsal = Rehearsal.unpaced()) {
      rehearsal.live("v1");
      UUID update = rehearsal.promote("v2");
      rehearsal.untilWaitingFor(update, "Baking");
      rehearsal.aws().alarms().fireErrorsOf("-r2-a2-");
      assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
      // Such an alarm stays in ALARM for some minutes after its fleet is gone.
      rehearsal.fire(rehearsal.aws().alarms().of("-r2-a2-", "-5xx-errors"));
      rehearsal.fire(rehearsal.aws().alarms().of("-r2-a2-", "-abort"));
      assertThat(remarks(rehearsal, "alarm-fires-now")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Undocumented.class,
      names = {"ALARMING_ACCEPTED", "ROLLBACK_SHOWN_AS_ROLLING_BACK"})
  void noUpdateBeginsWhereARollbackAlarmFiresThatWasQuietWhenItWasMade(Undocumented aws) {
    try (Rehearsal rehearsal =
        Rehearsal.alone(Rehearsal.UNPACED, SageMakerOptions.usual().with(aws))) {
      rehearsal.live("v1");
      UUID update = rehearsal.promote("v2");
      rehearsal.scheduler().tickInto(update, "ENDPOINT");
      rehearsal.aws().alarms().fireErrorsOf("-r2-a2-");
      Answer ended = rehearsal.untilEnd(update);
      assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("FAILED");
      assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-firing");
      assertThat(ended.at("/reason"))
          .contains("-5xx-errors is in ALARM already, since 20", "3 of 5 requests failed");
      assertThat(rehearsal.calls()).noneMatch(call -> call.operation().equals("UpdateEndpoint"));
      assertThat(
              rehearsal
                  .api()
                  .get("/v1/endpoints/" + ENDPOINT + "/releases/2")
                  .json()
                  .has("quarantine"))
          .isFalse();
    }
  }

  @Test
  void anAlarmOfTheReleaseThatServesHoldsUpNeitherItsMendNorTheWayBack() {
    try (Rehearsal rehearsal = Rehearsal.unpaced()) {
      rehearsal.live("v1");
      rehearsal.live("v2");
      rehearsal.fire(ENDPOINT + "-5xx-errors");
      rehearsal.fire(rehearsal.aws().alarms().of("-r2-", "-5xx-errors"));
      UUID mend = rehearsal.promote("v3");
      assertThat(rehearsal.untilEnd(mend).at("/state")).isEqualTo("SUCCEEDED");
      rehearsal.fire(ENDPOINT + "-5xx-errors");
      rehearsal.fire(rehearsal.aws().alarms().of("-r3-", "-5xx-errors"));
      Answer back =
          rehearsal
              .api()
              .post("/v1/endpoints/" + ENDPOINT + "/rollbacks", "{\"reason\": \"it is sick\"}");
      assertThat(rehearsal.untilEnd(UUID.fromString(back.at("/id"))).at("/state"))
          .as(back.http().body())
          .isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void aRollbackAlarmThatIsDeletedBeforeTheUpdateIsMadeAgainAndEvaluatedFirst() {
    try (Rehearsal rehearsal = Rehearsal.unpaced()) {
      rehearsal.live("v1");
      UUID update = rehearsal.promote("v2");
      rehearsal.scheduler().tickInto(update, "ENDPOINT");
      String alarm = rehearsal.aws().alarms().of("-r2-a2-", "-5xx-errors");
      rehearsal.aws().alarms().delete(alarm);
      rehearsal.untilWaitingFor(update, "CloudWatch to evaluate the alarm " + alarm);
      assertThat(rehearsal.calls()).noneMatch(call -> call.operation().equals("UpdateEndpoint"));
      assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
      assertThat(rehearsal.aws().alarms().names()).contains(alarm);
    }
  }

  private static List<String> remarks(Rehearsal rehearsal, String code) {
    return plan(rehearsal)
        .json()
        .path("remarks")
        .valueStream()
        .filter(remark -> remark.path("code").asString().equals(code))
        .map(remark -> remark.path("message"))
        .map(JsonNode::asString)
        .toList();
  }

  private static Answer plan(Rehearsal rehearsal) {
    Answer plan =
        rehearsal
            .api()
            .post(
                "/v1/promotions?dry_run=true",
                """
                {"model": "fraud-detector", "version": "v3", "to": "prod", "reason": "a test"}
                """);
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan;
  }
}
