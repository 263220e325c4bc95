package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Deployments whose containers do not come up: their record says why. */
@Conforming
class StartFailureTests {

  @AutoClose private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    rehearsal.aws().images().put(TornServing.NAME);
    rehearsal.aws().artifacts().put("torn", Rehearsal.archive("torn"));
    Answer registered =
        rehearsal
            .api()
            .post(
                "/v1/models/fraud-detector/versions",
                """
                {"name": "torn", "image": "%s:v2.1.0",
                 "artifact": "s3://ml-models/fraud-detector/torn/model.tar.gz"}
                """
                    .formatted(TornServing.REPOSITORY));
    assertThat(registered.status()).isEqualTo(201);
  }

  @AfterEach
  void noFaults() {
    rehearsal.noFaults();
  }

  @Test
  void aProgramThatLacksAModuleFailsTheCreationAndItsLastLinesAreOnRecord() {
    rehearsal.environment("torn");
    UUID creation = rehearsal.promote("torn", "torn");
    Answer ended = rehearsal.untilEnd(creation);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/diagnosis/cause")).isEqualTo("MISSING_MODULE");
    assertThat(ended.at("/diagnosis/evidence"))
        .isEqualTo("ModuleNotFoundError: No module named 'torch'");
    assertThat(ended.at("/diagnosis/log_group"))
        .isEqualTo("/aws/sagemaker/Endpoints/torn-fraud-detector");
    assertThat(ended.json().at("/diagnosis/lines").toString())
        .contains("Traceback", "HF_TOKEN=[redacted]")
        .doesNotContain("hf_abc");
    assertThat(ended.at("/reason"))
        .contains("ping health check", "No module named 'torch'", "requirements.txt");
    assertThat(rehearsal.events(creation)).contains("container.diagnosed").doesNotContain("hf_abc");
  }

  @Test
  void anUpdateThatGoesBackSinceItsContainersDoNotStartSaysWhy() {
    rehearsal.environment("update");
    rehearsal.untilEnd(rehearsal.promote("v1", "update"));
    Answer ended = rehearsal.untilEnd(rehearsal.promote("torn", "update"));
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rolled-back-by-sagemaker");
    assertThat(ended.at("/diagnosis/cause")).isEqualTo("MISSING_MODULE");
    assertThat(ended.at("/reason")).contains("No module named 'torch'");
    // The old fleet's containers wrote into the same group.
    assertThat(ended.json().at("/diagnosis/lines").toString()).doesNotContain("loaded model.json");
  }

  @Test
  void whatAVariableHoldsIsNotInAReasonOfSageMakersEither() {
    rehearsal.environment(
        "quoting", "\"container_environment\": {\"NOTE\": \"ping health check\"}");
    Answer creation = rehearsal.untilEnd(rehearsal.promote("torn", "quoting"));
    assertThat(creation.at("/state")).isEqualTo("FAILED");
    assertThat(creation.at("/reason")).contains("did not pass the [redacted]");
    rehearsal.untilEnd(rehearsal.promote("v1", "quoting"));
    UUID update = rehearsal.promote("torn", "quoting");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason")).contains("[redacted]").doesNotContain("ping health check");
    assertThat(rehearsal.events(update)).doesNotContain("pass the ping health check");
  }

  @Test
  void anUnreadableArtifactIsToldFromAMissingOne() {
    rehearsal.environment("unreadable");
    rehearsal
        .aws()
        .artifacts()
        .put("v3", dev.slipway.simulator.serving.ModelArchive.pack("not JSON"));
    Answer ended = rehearsal.untilEnd(rehearsal.promote("v3", "unreadable"));
    assertThat(ended.at("/diagnosis/cause")).isEqualTo("MODEL_UNREADABLE");
    assertThat(ended.at("/diagnosis/evidence")).contains("cannot load model.json");
  }

  @Test
  void whereTheLogMayNotBeReadThatIsSaidAndNothingElseChanges() {
    rehearsal.environment("denied");
    rehearsal.deny("logs", "*");
    Answer ended = rehearsal.untilEnd(rehearsal.promote("torn", "denied"));
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/diagnosis/cause")).isEqualTo("NO_ANSWER");
    assertThat(ended.at("/diagnosis/unread")).contains("not authorized", "logs:GetLogEvents");
    assertThat(ended.json().at("/diagnosis/lines")).isEmpty();
  }

  @Test
  void whatNeverWroteAnythingHasNoLogAndSageMakersReasonStands() {
    rehearsal.environment("mute");
    rehearsal.fault("{\"kind\": \"capacity\"}");
    Answer ended = rehearsal.untilEnd(rehearsal.promote("v1", "mute"));
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/diagnosis/cause")).isEqualTo("NO_CAPACITY");
    assertThat(ended.at("/diagnosis/unread")).contains("no log group");
  }
}
