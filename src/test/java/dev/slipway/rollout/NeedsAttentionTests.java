package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How people settle a deployment that needs attention: by resuming it, or by going back. */
@Conforming
class NeedsAttentionTests extends ProdStage {

  @Test
  void whatNeedsAttentionIsResumedWhereItStood() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    Answer stuck = rehearsal.untilEnd(update);
    assertThat(stuck.at("/state")).isEqualTo("NEEDS_ATTENTION");
    assertThat(cancel(update, "NEEDS_ATTENTION").at("/code")).isEqualTo("needs-attention");
    rehearsal.noFaults();
    Answer resumed =
        rehearsal.api().post("/v1/deployments/" + update + "/resume", reason("mended"));
    assertThat(resumed.status()).isEqualTo(202);
    assertThat(resumed.at("/state")).isEqualTo("UPDATING");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.deployment(update).at("/reason")).isEmpty();
  }

  @Test
  void whatWasCalledOffEndsCanceledThoughAPersonHadToHelp() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(update, "ALARMS");
    assertThat(cancel(update, "PREPARING").status()).isEqualTo(202);
    rehearsal.deny("sagemaker", "DeleteEndpointConfig");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    Answer resumed =
        rehearsal.api().post("/v1/deployments/" + update + "/resume", reason("mended"));
    assertThat(resumed.at("/state")).isEqualTo("PREPARING");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("CANCELED");
    assertThat(rehearsal.aws().endpointConfigs())
        .containsExactly(rehearsal.aws().endpoint(ENDPOINT).endpointConfigName());
    assertThat(rehearsal.live("v2").at("/state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void whatWentBackWhenItCameToNeedAttentionStillDoesAndForTheAlarmThatSlipwaySaw() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary");
    rehearsal.aws().alarms().fireErrorsOf("-r2-");
    rehearsal.until(update, "ROLLING_BACK");
    Answer resumed = resumedAfterADenial(update, "DescribeEndpoint");
    assertThat(resumed.at("/state")).isEqualTo("ROLLING_BACK");
    assertThat(resumed.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/reason_code")).isEqualTo("rollback-alarm-fired");
    assertThat(ended.at("/reason")).contains("3 of 5 requests failed");
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + ENDPOINT + "/releases/2")
                .at("/quarantine/cause"))
        .isEqualTo("ALARM");
  }

  @Test
  void aLookThatIsDeniedWhileTheFirstEndpointIsMadeDoesNotDisownWhatComesToServe() {
    UUID first = rehearsal.promote("v1");
    rehearsal.untilWaitingFor(first, "Launching");
    assertThat(resumedAfterADenial(first, "DescribeEndpoint").at("/state")).isEqualTo("UPDATING");
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.deployment(first).at("/reason")).isEmpty();
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void aLookThatIsDeniedJustAfterSageMakerWasAskedDoesNotDisownWhatComesToServe() {
    UUID first = rehearsal.promote("v1");
    rehearsal.scheduler().tickInto(first, "ENDPOINT");
    rehearsal.scheduler().tick(first);
    assertThat(rehearsal.aws().hasEndpoint(ENDPOINT)).isTrue();
    resumedAfterADenial(first, "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");

    UUID update = rehearsal.promote("v2");
    rehearsal.scheduler().untilTheEndpointWasLookedAt(update);
    rehearsal.scheduler().tick(update);
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointStatusAsString()).isEqualTo("Updating");
    resumedAfterADenial(update, "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v2");
  }

  @Test
  void aFirstEndpointThatAwsRefusesToMakeFailsWithoutAPerson() {
    UUID first = rehearsal.promote("v1");
    rehearsal.deny("sagemaker", "CreateEndpoint");
    Answer ended = rehearsal.untilEnd(first);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("aws-refused");
    assertThat(rehearsal.aws().models()).isEmpty();
  }

  /** What AWS denied needed a person, who lets it go on. */
  private Answer resumedAfterADenial(UUID update, String operation) {
    rehearsal.deny("sagemaker", operation);
    Answer stuck = rehearsal.untilEnd(update);
    assertThat(stuck.at("/state")).isEqualTo("NEEDS_ATTENTION");
    assertThat(stuck.at("/reason")).contains("not authorized");
    rehearsal.noFaults();
    return rehearsal.api().post("/v1/deployments/" + update + "/resume", reason("mended"));
  }

  @Test
  void aWayBackThatAPersonHelpedOnTellsWhyTheReleaseWasToBeUndone() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(update, "MARK");
    assertThat(cancel(update, "FINISHING").status()).isEqualTo(202);
    Answer resumed = resumedAfterADenial(update, "*");
    assertThat(resumed.at("/state")).isEqualTo("FINISHING");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("CANCELED");
    assertThat(ended.at("/reason_code")).isEqualTo("aborted-by-hand");
    assertThat(ended.at("/reason")).contains("the wrong version").contains("serves already");
    assertThat(
            rehearsal
                .api()
                .get("/v1/endpoints/" + ENDPOINT + "/releases/2")
                .at("/quarantine/reason"))
        .contains("the wrong version");
  }

  @Test
  void whatNeedsAttentionIsSettledByGoingBackToWhatServedBefore() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    UUID update = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    assertThat(rehearsal.api().post("/v1/promotions", promotion("v1")).status()).isEqualTo(409);
    UUID back = rollBack(reason("settle"));
    Answer superseded = rehearsal.deployment(update);
    assertThat(superseded.at("/state")).isEqualTo("CANCELED");
    assertThat(superseded.at("/reason_code")).isEqualTo("superseded");
    assertThat(superseded.at("/reason")).contains("(settle)").contains("not authorized");
    // SageMaker still bakes v3, then v2 is brought back.
    assertThat(rehearsal.untilEnd(back).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v2");
  }

  @Test
  void aWayBackThatNeedsAttentionLeadsToTheSameReleaseWhenItIsAskedForAgain() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    UUID first = rollBack(reason("v2 is slow"));
    rehearsal.scheduler().tickInto(first, "AWAIT");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    UUID again = rollBack(reason("settle"));
    assertThat(rehearsal.untilEnd(again).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.deployment(first).at("/reason_code")).isEqualTo("superseded");
    assertThat(current()).isEqualTo("v1");
  }

  @Test
  void whatNeedsAttentionAfterItServesIsGoneBackFromWithoutNamingARelease() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    UUID update = rehearsal.promote("v3");
    rehearsal.scheduler().tickInto(update, "MARK");
    rehearsal.deny("sagemaker", "*");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    assertThat(supersede("v1", true).status()).as("a person settles it first").isEqualTo(409);
    Answer back = act("rollbacks", reason("settle"));
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    assertThat(rehearsal.untilEnd(UUID.fromString(back.at("/id"))).at("/state"))
        .isEqualTo("SUCCEEDED");
    assertThat(rehearsal.deployment(update).at("/reason_code")).isEqualTo("superseded");
    assertThat(
            rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/model_version"))
        .isEqualTo("v2");
  }
}
