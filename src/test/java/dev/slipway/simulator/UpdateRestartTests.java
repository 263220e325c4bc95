package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The process ends in the middle of an update, and another one goes on from the journal. */
class UpdateRestartTests extends GuardrailStage {

  @ParameterizedTest
  @ValueSource(ints = {90, 185, 340, 495, 560, 640})
  void anUpdateSurvivesARestartWhereverItIs(int seconds) {
    world.update("v2", TestWorld.canary());
    world.advance(seconds);
    String before = world.pending();
    double share = shareOf("v2");

    world.restart();

    assertThat(world.pending()).isEqualTo(before);
    assertThat(shareOf("v2")).isBetween(share - 0.15, share + 0.15);
    world.advance(680 - seconds - 1);
    assertThat(world.status()).isEqualTo("Updating");
    world.advance(1);
    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(world.answered()).isEqualTo("v2");
  }

  @Test
  void anUpdateThatAnOlderSimulatorJournalledGoesOn() {
    world.update("v2", TestWorld.canary());
    world.advance(200);
    world
        .journal
        .all("sagemaker.endpoint")
        .forEach((key, document) -> {
          JsonNode older = document.deepCopy();
          older
              .findParents("startupSeconds")
              .forEach(one -> ((ObjectNode) one).remove("startupSeconds"));
          older.findParents("roundsDown").forEach(one -> ((ObjectNode) one).remove("roundsDown"));
          world.journal.put("sagemaker.endpoint", key, older);
        });

    world.restart();
    world.advance(480);

    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
  }

  @Test
  void anEndpointThatWasJournalledWithFewerThanNoInstancesComesUpAndUpdates() {
    world
        .journal
        .all("sagemaker.endpoint")
        .forEach((key, document) -> {
          JsonNode negative = document.deepCopy();
          negative
              .findParents("desiredCount")
              .forEach(variant -> ((ObjectNode) variant).put("desiredCount", -1));
          world.journal.put("sagemaker.endpoint", key, negative);
        });

    world.restart();
    world.update("v2", (DeploymentConfig) null);
    world.advance(680);

    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.answered()).isEqualTo("v2");
  }

  @Test
  void aRollbackSurvivesARestart() {
    world.errorAlarm("errors", "ignore", null);
    world.update("v2", TestWorld.canary("errors"));
    world.advance(200);
    world.setAlarm("errors", StateValue.ALARM);
    world.advance(30);

    world.restart();

    assertThat(world.alarm("errors")).isEqualTo("ALARM");
    assertThat(world.answered()).isEqualTo("v1");
    world.advance(30);
    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().failureReason()).contains("errors");
  }

  @Test
  void anAlarmThatWentOffRightBeforeTheProcessEndedRollsBackAfterIt() {
    world.errorAlarm("errors", "ignore", "v3");
    world.update("v2", TestWorld.canary("errors"));
    world.advance(190);
    world
        .journal
        .all("cloudwatch.alarm")
        .forEach((key, alarm) ->
            world.journal.put(
                "cloudwatch.alarm", key, ((ObjectNode) alarm.deepCopy()).put("state", "ALARM")));

    world.restart();

    assertThat(world.alarm("errors")).isEqualTo("ALARM");
    assertThat(world.pending()).isEqualTo("Terminating 3 instance(s).");
    assertThat(shareOf("v1")).isEqualTo(1);
  }
}
