package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What others have under the names that a deployment would use is said in its plan, before anything
 * is made; a way back leaves it alone where it can do without.
 */
@Conforming
class OthersInTheWayTests extends ProdStage {

  private static final String PAGING = ENDPOINT + "-5xx-errors";
  private static final String OTHER_TYPE =
      "{\"hosting\": {\"instance_type\": \"ml.c5.2xlarge\", \"instance_count\": 2}}";

  private static final String SURGE = ENDPOINT + "-scaling-surge";
  private static final String SURGING =
      scalingTo(
          10,
          """
          "step_policies": [{"name": "surge", "metric": "INVOCATIONS_PER_INSTANCE",
            "comparison": "GREATER_THAN", "threshold": 900, "period_seconds": 60,
            "evaluation_periods": 1, "adjustment": "CHANGE_IN_CAPACITY", "cooldown_seconds": 60,
            "steps": [{"lower_bound": 0, "adjustment": 2}]}]
          """);

  private final PlanAndRun run = new PlanAndRun(rehearsal);
  private final Impostor impostor = new Impostor(rehearsal.aws(), ENDPOINT);

  @Test
  void aStrangersScalingIsRefusedForwardAndLeftAloneOnTheWayBack() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    rehearsal.aws().scaling().registerStrangersTarget(ENDPOINT);
    refused("v3", "name-taken", "a scalable target named endpoint/" + ENDPOINT);

    Answer ended = rehearsal.untilEnd(rollBack(reason("v2 is slow")));

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
    assertThat(rehearsal.aws().scaling().bounds(ENDPOINT)).as("theirs").isEqualTo("1-3");
  }

  @Test
  void aWayBackThatLeavesAStrangersScalingAloneKeepsTheAlarmsOfItsSteps() {
    override(SURGING);
    rehearsal.live("v1");
    rehearsal.live("v2");
    rehearsal.aws().scaling().registerStrangersTarget(ENDPOINT);

    Answer ended = rehearsal.untilEnd(rollBack(reason("v2 is slow")));

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names()).contains(SURGE);
  }

  @Test
  void aStrangersAlarmUnderTheNameOfAStepPolicyIsRefusedBeforeAnythingIsMade() {
    rehearsal.live("v1");
    override(SURGING);
    rehearsal.aws().make().alarm(SURGE);
    refused("v2", "name-taken", "an alarm named " + SURGE);
    assertThat(rehearsal.aws().alarms().threshold(SURGE)).as("theirs").isEqualTo(1);
  }

  @Test
  void theAlarmOfAStepPolicyThatIsAsReleasedStaysWithoutItsMarkToo() {
    override(SURGING);
    rehearsal.live("v1");
    rehearsal.aws().alarms().untag(SURGE);
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.aws().alarms().changeThreshold(SURGE, 70);
    refused("v3", "name-taken", "an alarm named " + SURGE);
  }

  @Test
  void aWayBackThatHasToTakeAStrangersScalingOffIsRefusedBeforeItBegins() {
    rehearsal.live("v1");
    override(OTHER_TYPE);
    rehearsal.live("v2");
    rehearsal.aws().scaling().registerStrangersTarget(ENDPOINT);
    for (String query : new String[] {"?dry_run=true", ""}) {
      Answer refused = act("rollbacks" + query, reason("v2 is slow"));
      assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
      assertThat(refused.at("/code")).isEqualTo("name-taken");
    }
    assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/releases").http().body())
        .doesNotContain("quarantine");
  }

  @Test
  void scalingOfOthersThatWouldGoIsNamedInTheRefusal() {
    rehearsal.live("v1");
    impostor.scaling();
    override(OTHER_TYPE);
    refused("v2", "scaling-of-others", ENDPOINT + "-scaling-theirs");
    override("{\"hosting\": null, \"without\": [\"AUTOSCALING\"]}");
    refused("v2", "scaling-of-others", ENDPOINT + "-schedule-theirs");
  }

  @Test
  void scalingOfOthersThatGoesWithARetiredEndpointIsNamedInItsPlan() {
    rehearsal.live("v1");
    assertThat(planned("retirements")).as("all of it is Slipway's").doesNotContain("of-others");
    impostor.scaling();
    assertThat(planned("retirements"))
        .contains("scaling-of-others", "With autoscaling goes what no release names")
        .contains(ENDPOINT + "-scaling-theirs, " + ENDPOINT + "-schedule-theirs.");
    rehearsal.deny("application-autoscaling", "DescribeScalingPolicies");
    assertThat(planned("retirements"))
        .as("what AWS does not show may be there")
        .contains("scaling-of-others", "AWS does not show them now");
    rehearsal.noFaults();
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void scalingOfOthersThatGoesWithAnEndpointThatIsReplacedIsNamedInThePlan() {
    rehearsal.live("v1");
    impostor.scaling();
    override(
        "{\"hosting\": {\"serverless\": {\"memory_mb\": 2048, \"max_concurrency\": 20}},"
            + " \"without\": [\"AUTOSCALING\"]}");
    Answer plan = run.asked("fraud-detector", "v2", "prod", true);
    assertThat(plan.http().body()).contains("With autoscaling goes what", "-scaling-theirs");
  }

  @Test
  void aWayBackThatStopsBeforeScalingOfOthersSaysSoInItsPlanAndDeletesNothingOfTheirs() {
    override("{\"without\": [\"AUTOSCALING\"]}");
    rehearsal.live("v1");
    override("{\"without\": null}");
    rehearsal.live("v2");
    impostor.scaling();
    UUID update = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    String first = "{\"release\": 1, \"reason\": \"a test\"}";
    String plan = act("rollbacks?dry_run=true", first).http().body();
    assertThat(plan)
        .contains("DeregisterScalableTarget", "With autoscaling would go what no release names")
        .contains("then stops before that and asks a person");

    Answer ended = rehearsal.untilEnd(rollBack(first));

    assertThat(ended.at("/reason_code")).as(ended.http().body()).isEqualTo("scaling-of-others");
    assertThat(rehearsal.aws().scaling().policies(ENDPOINT)).contains(ENDPOINT + "-scaling-theirs");
    assertThat(planned("retirements")).contains("With autoscaling goes what no release names");
  }

  private String planned(String action) {
    Answer plan = act(action + "?dry_run=true", reason("a test"));
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan.http().body();
  }

  @Test
  void aStrangersPagingAlarmIsRefusedBeforeAnythingIsMade() {
    rehearsal.aws().make().alarm(PAGING);
    refused("v1", "name-taken", "an alarm named " + PAGING);
    assertThat(rehearsal.aws().models()).isEmpty();
  }

  @Test
  void aStrangersPagingAlarmHoldsUpNoWayBackAndIsNeitherChangedNorTakenForSlipways() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    rehearsal.aws().alarms().delete(PAGING);
    rehearsal.aws().make().alarm(PAGING);
    refused("v3", "name-taken", PAGING);

    UUID back = rollBack(reason("v2 is slow"));
    Answer ended = rehearsal.untilEnd(back);

    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(
            rehearsal.api().get("/v1/deployments/" + back + "/events?page_size=200").http().body())
        .contains("Left alone, since they do not carry this endpoint's mark: " + PAGING + ".");
    assertThat(rehearsal.aws().alarms().threshold(PAGING)).isEqualTo(1);
    assertThat(rehearsal.untilEnd(retire()).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().alarms().names()).as("what is theirs").containsExactly(PAGING);
  }

  private void refused(String version, String code, String named) {
    for (boolean dry : new boolean[] {true, false}) {
      Answer refused = run.asked("fraud-detector", version, "prod", dry);
      assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
      assertThat(refused.at("/code")).isEqualTo(code);
      assertThat(refused.at("/detail")).contains(named);
    }
  }
}
