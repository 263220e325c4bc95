package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which endpoints that were made elsewhere do not go on record, and which requests. */
@Conforming
class RefusedImportTests extends AdoptionStage {

  @Test
  void whatSlipwayCannotExpressIsNamedAndTheEndpointRefused() {
    rehearsal.environment("strict");
    made("queue");
    rehearsal.aws().elsewhere().makeAsynchronous("queue");
    rehearsal.advance(Duration.ofMinutes(20));
    Answer refused = imported("queue", "strict", "queue-model", "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("endpoint-not-expressible");
    assertThat(refused.http().body()).contains("AsyncInferenceConfig.OutputConfig.S3OutputPath");
    assertThat(rehearsal.api().get("/v1/endpoints/strict-queue-model").status()).isEqualTo(404);
  }

  @Test
  void whatNobodyNeedsIsRefusedWithTheWayOut() {
    rehearsal.environment("mendable");
    made("halted");
    rehearsal.aws().scalingElsewhere().followTraffic("halted");
    rehearsal.aws().scalingElsewhere().suspendScaleOut("halted");
    Answer refused = imported("halted", "mendable", "halted-model", "?dry_run=true");
    assertThat(refused.at("/detail"))
        .contains("DynamicScalingOutSuspended=true (let it scale again first");

    rehearsal.aws().elsewhere().makeNamed("lonely", "main");
    rehearsal.advance(Duration.ofMinutes(12));
    Answer named = imported("lonely", "mendable", "lonely-model", "?dry_run=true");
    assertThat(named.status()).isEqualTo(422);
    assertThat(named.at("/errors/0/detail"))
        .contains("ContainerHostname=main")
        .contains("make the model again without it");
  }

  @Test
  void anImageWhoseTagMovesIsNamedByWhatRunsWherePinnedOnesAreWanted() {
    rehearsal.environment("pinned", "\"pin_images\": true");
    String latest = rehearsal.aws().images().putLatest("rolling");
    rehearsal.aws().elsewhere().makeOf("rolling", container -> container.image(latest));
    rehearsal.advance(Duration.ofMinutes(12));
    Answer refused = imported("rolling", "pinned", "rolling-model", "");
    assertThat(refused.at("/code")).as(refused.http().body()).isEqualTo("image-not-pinned");
    assertThat(refused.at("/detail"))
        .contains("Let the endpoint run it by what it is now, ")
        .contains("/rolling@sha256:")
        .contains("pin_images")
        .doesNotContain("Register");
  }

  @Test
  void aRecordThatWouldNotSayWhatAwsHasIsRefused() {
    rehearsal.environment("adding");
    made("plain");
    String path = "/v1/environments/adding";
    rehearsal
        .api()
        .patch(
            path,
            rehearsal.api().get(path).header("ETag"),
            "{\"profile\": {\"container_environment\": {\"LOG\": \"debug\"}}}");
    Answer refused = imported("plain", "adding", "plain-model", "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.http().body()).contains("model.containers[0].environment").contains("LOG");
  }

  @Test
  void aDryRunRefusesWhatTheImportItselfWouldRefuse() {
    rehearsal.environment("dry");
    made("once");
    made("twice");
    assertThat(imported("once", "dry", "once-model", "").status()).isEqualTo(201);
    refusedEitherWay("once", "dry", "other-model", 409, "endpoint-exists");
    refusedEitherWay("twice", "dry", "once-model", 409, "endpoint-exists");

    rehearsal.environment("dry-once");
    refusedEitherWay("twice", "dry-once", "model", 409, "endpoint-name-taken");
    assertThat(imported("twice", "dry", "twice-model", "?dry_run=true").status()).isEqualTo(200);

    made("dry-thrice");
    assertThat(imported("dry-thrice", "dry", "thrice-model", "").status()).isEqualTo(201);
    refusedEitherWay("twice", "dry", "thrice", 409, "endpoint-name-taken");
  }

  private void refusedEitherWay(
      String name, String environment, String model, int status, String code) {
    for (String query : List.of("?dry_run=true", "")) {
      Answer refused = imported(name, environment, model, query);
      assertThat(refused.status()).as(query + refused.http().body()).isEqualTo(status);
      assertThat(refused.at("/code")).isEqualTo(code);
    }
  }

  @Test
  void namesThatNothingCanHaveAreRefusedWhereTheRequestHasThem() {
    rehearsal.environment("named");
    for (String query : List.of("?dry_run=true", "")) {
      Answer refused =
          rehearsal
              .api()
              .post(
                  "/v1/endpoint-imports" + query,
                  """
                  {"environment": "named", "model": "Fraud_Detector", "version": "v 1",
                   "physical_name": "any"}
                  """);
      assertThat(refused.status()).as(refused.http().body()).isEqualTo(400);
      assertThat(refused.at("/errors/0/pointer")).isEqualTo("/model");
      assertThat(refused.at("/errors/1/pointer")).isEqualTo("/version");
    }
  }

  @Test
  void whatNoProfileCouldSayIsRefusedAsTheEndpointsAndNotTheRequests() {
    rehearsal.environment("wordy");
    made("talker");
    rehearsal.aws().scalingElsewhere().followTraffic("talker");
    rehearsal.aws().scalingElsewhere().everyMorning("talker", "m".repeat(200), 3, 6);
    Answer refused = imported("talker", "wordy", "talker-model", "");
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("endpoint-not-expressible");
    assertThat(refused.at("/errors/0/pointer")).startsWith("/autoscaling/scheduled_actions/");
  }

  @Test
  void aModelThatNoVersionCanBeIsRefusedInADryRunToo() {
    rehearsal.environment("odd");
    rehearsal.aws().elsewhere().makePipeline("chain");
    rehearsal.advance(Duration.ofMinutes(12));
    refusedEitherWay("chain", "odd", "chain-model", 422, "endpoint-not-expressible");
    assertThat(imported("chain", "odd", "chain-model", "?dry_run=true").http().body())
        .contains("MODEL chain-pipeline")
        .contains("In a pipeline every container has a name, the first too.");
  }

  @Test
  void aModelInTheImageAloneIsRefusedWithTheWayOut() {
    rehearsal.environment("baked");
    made("loaf");
    rehearsal.aws().elsewhere().bakeIn("loaf-model");
    refusedEitherWay("loaf", "baked", "loaf-model", 422, "endpoint-not-expressible");
    Answer refused = imported("loaf", "baked", "loaf-model", "");
    assertThat(refused.at("/errors/0/pointer")).isEqualTo("MODEL loaf-model");
    assertThat(refused.at("/errors/0/detail"))
        .startsWith("PrimaryContainer.ModelDataUrl is not there")
        .contains("with a .tar.gz as its ModelDataUrl");
  }

  @Test
  void theMarkOfAnEndpointThatWasNotImportedHereBeforeStandsInTheWay() {
    rehearsal.environment("marked");
    made("taken");
    rehearsal.aws().tag("taken", "slipway:endpoint", "marked-taken-model");
    Answer refused = imported("taken", "marked", "taken-model", "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.http().body())
        .contains("ENDPOINT taken: carries the mark of marked-taken-model");
    made("forsaken");
    assertThat(imported("forsaken", "marked", "taken-model", "").status()).isEqualTo(201);
    assertThat(ended(post("marked-taken-model", "retirements", "")).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(imported("taken", "marked", "taken-model", "").status())
        .as("the mark is of a name whose import was of something else")
        .isEqualTo(422);
  }
}
