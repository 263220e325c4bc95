package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Samples where no blue/green fleet takes them: serverless, batch by batch, and on the way. */
@Conforming
class SmokeTestedHostingTests {

  private static final String SERVERLESS =
      """
      {"serverless": {"memory_mb": 2048, "max_concurrency": 20}}
      """;
  private static final String TO_SERVERLESS =
      "{\"hosting\": {\"instance_type\": null, \"instance_count\": null, \"serverless\":"
          + " {\"memory_mb\": 2048, \"max_concurrency\": 20}}}";
  private static final String TO_INSTANCES =
      "{\"hosting\": {\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 2, \"serverless\":"
          + " null}}";
  private static final String AT_ONCE =
      """
      {"strategy": "ALL_AT_ONCE", "termination_wait_seconds": 420}
      """;
  private static final String CANARY =
      """
      {"strategy": "CANARY", "canary": {"type": "CAPACITY_PERCENT", "value": 50},
       "wait_interval_seconds": 300, "termination_wait_seconds": 300}
      """;

  @AutoClose private static SmokeStage stage;
  private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    stage = new SmokeStage();
    rehearsal = stage.rehearsal();
  }

  @AfterEach
  void clear() {
    stage.clear();
  }

  @Test
  void aServerlessReleaseIsAskedBeforeSlipwaysOwnBakeAndTakenBackByADeployment() {
    stage.environment("scale-to-zero", SERVERLESS, AT_ONCE, "");
    stage.samplesOfTheModel();
    assertThat(stage.promote("v1").at("/state")).isEqualTo("SUCCEEDED");

    Answer plan = stage.plan("v2");
    assertThat(plan.at("/smoke_test/when")).isEqualTo("AFTER_THE_UPDATE");
    assertThat(SmokeStage.remark(plan, "smoke-test-runs"))
        .contains("sent once each when the update is over, before Slipway's own bake")
        .contains("a deployment of the release before it.")
        .doesNotContain("instances");
    int before = stage.asked();
    UUID good = rehearsal.promote("v2", "scale-to-zero");
    rehearsal.untilWaitingFor(good, "own bake");
    assertThat(rehearsal.deployment(good).at("/smoke_test/outcome")).isEqualTo("PASS");
    assertThat(rehearsal.untilEnd(good).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(stage.asked() - before).as("each sample once").isEqualTo(2);

    Answer wrong = stage.promote("mute");
    assertThat(wrong.at("/state")).as(wrong.http().body()).isEqualTo("CANCELED");
    assertThat(wrong.at("/reason_code")).isEqualTo("failed-its-smoke-test");
    assertThat(wrong.at("/smoke_test/outcome")).isEqualTo("FAIL");
    Answer back = rehearsal.untilEnd(UUID.fromString(wrong.at("/compensated_by")));
    assertThat(back.at("/state")).as(back.http().body()).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("2");
    assertThat(stage.promotion("mute").at("/code")).isEqualTo("version-quarantined");
  }

  @Test
  void aRollingUpdateIsAskedInTheBakeOfItsLastBatchAndGoesBack() {
    stage.environment("rolling", SmokeStage.INSTANCES, rolling(300), "");
    stage.samplesOfTheModel();
    stage.promote("v1");
    String config = rehearsal.aws().endpoint(stage.endpoint()).endpointConfigName();

    assertThat(stage.plan("v2").at("/smoke_test/when")).isEqualTo("FINAL_BAKE");
    int before = stage.asked();
    Answer good = stage.promote("v2");
    assertThat(good.at("/state")).as(good.http().body()).isEqualTo("SUCCEEDED");
    assertThat(good.at("/smoke_test/outcome")).isEqualTo("PASS");
    assertThat(good.at("/smoke_test/when")).isEqualTo("FINAL_BAKE");
    assertThat(stage.asked() - before).as("each sample once").isEqualTo(2);
    String second = rehearsal.aws().endpoint(stage.endpoint()).endpointConfigName();
    assertThat(second).isNotEqualTo(config);

    Answer wrong = stage.promote("other");
    assertThat(wrong.at("/state")).as(wrong.http().body()).isEqualTo("ROLLED_BACK");
    assertThat(wrong.at("/reason_code")).isEqualTo("failed-its-smoke-test");
    assertThat(wrong.at("/smoke_test/when")).isEqualTo("FINAL_BAKE");
    assertThat(rehearsal.aws().endpoint(stage.endpoint()).endpointConfigName()).isEqualTo(second);
    assertThat(stage.promotion("other").at("/code")).isEqualTo("version-quarantined");
  }

  @Test
  void aRollingUpdateWithBakesTooShortIsAskedWhenItIsOver() {
    stage.environment(
        "hasty", SmokeStage.INSTANCES, rolling(60), ", \"alarms\": {\"preset\": \"ARTICLE\"}");
    stage.promote("v1");
    stage.samplesOfTheModel();
    assertThat(stage.plan("other").at("/smoke_test/when")).isEqualTo("AFTER_THE_UPDATE");
    Answer wrong = stage.promote("other");
    assertThat(wrong.at("/state")).as(wrong.http().body()).isEqualTo("CANCELED");
    Answer back = rehearsal.untilEnd(UUID.fromString(wrong.at("/compensated_by")));
    assertThat(back.at("/state")).as(back.http().body()).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("1");
  }

  @Test
  void anEndpointThatIsToTakeAnothersPlaceIsAskedBeforePredictionsGoThere() {
    stage.environment("there", SmokeStage.INSTANCES, CANARY, "");
    stage.samplesOfTheModel();
    stage.promote("v1");
    String old = stage.endpoint();
    override(TO_SERVERLESS);

    Answer wrong = stage.promote("other");
    assertThat(wrong.at("/state")).as(wrong.http().body()).isEqualTo("FAILED");
    assertThat(wrong.at("/reason_code")).isEqualTo("failed-its-smoke-test");
    assertThat(wrong.at("/swap/switched_at")).as("nobody was sent there").isEmpty();
    assertThat(physicalName()).isEqualTo(old);
    assertThat(rehearsal.aws().hasEndpoint(old + "--s2")).isFalse();
    assertThat(stage.promotion("other").at("/code")).isEqualTo("version-quarantined");

    Answer plan = stage.plan("v2");
    assertThat(plan.at("/smoke_test/when")).isEqualTo("AFTER_THE_UPDATE");
    assertThat(SmokeStage.remark(plan, "smoke-test-runs"))
        .contains("Once the endpoint is in service", "which has never served, is deleted");
    UUID swap = rehearsal.promote("v2", "there");
    rehearsal.scheduler().tickInto(swap, "SWITCH");
    assertThat(rehearsal.deployment(swap).at("/smoke_test/outcome")).isEqualTo("PASS");
    assertThat(physicalName()).as("the old one still serves").isEqualTo(old);
    assertThat(rehearsal.untilEnd(swap).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(physicalName()).isEqualTo(old + "--s3");

    override(TO_INSTANCES);
    assertThat(stage.plan("mute").at("/smoke_test/when"))
        .as("its canary is not SageMaker's to make")
        .isEqualTo("AFTER_THE_UPDATE");
    Answer mute = stage.promote("mute");
    assertThat(mute.at("/state")).as(mute.http().body()).isEqualTo("FAILED");
    assertThat(mute.at("/smoke_test/outcome")).isEqualTo("FAIL");
    assertThat(physicalName()).isEqualTo(old + "--s3");
    assertThat(rehearsal.aws().hasEndpoint(old + "--s4")).isFalse();
    Answer back = stage.promote("v3");
    assertThat(back.at("/state")).as(back.http().body()).isEqualTo("SUCCEEDED");
    assertThat(back.at("/smoke_test/outcome")).isEqualTo("PASS");
    assertThat(physicalName()).isEqualTo(old + "--s5");
  }

  private static String rolling(int wait) {
    return """
    {"strategy": "ROLLING", "maximum_batch_size": {"type": "CAPACITY_PERCENT", "value": 50},
     "wait_interval_seconds": %d, "termination_wait_seconds": 0,
     "maximum_execution_timeout_seconds": 3600}
    """
        .formatted(wait);
  }

  private static void override(String overrides) {
    Answer answer = rehearsal.override(stage.endpoint(), overrides);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
  }

  private static String current() {
    return rehearsal.api().get("/v1/endpoints/" + stage.endpoint()).at("/current_release/number");
  }

  private static String physicalName() {
    return rehearsal.api().get("/v1/endpoints/" + stage.endpoint()).at("/physical_name");
  }
}
