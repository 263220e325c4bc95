package dev.slipway.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Local mode is stopped in the middle of updates, hard and by Ctrl-C, and started again on its data
 * directory. Time stands still in the simulator meanwhile, so simulator and records continue
 * together.
 */
class LocalRestartIT {

  @Test
  void anUpdateContinuesAfterAHardStopAndAfterCtrlC() {
    try (LocalWorld world = new LocalWorld()) {
      RunningSlipway slipway = world.start();
      world.awaitState(slipway, 1, "SUCCEEDED");
      world.promote(slipway, "v2");
      world.awaitTwoFleets(slipway, 2);

      ProcessHandle postgres = world.postgres();
      slipway.kill();
      assertThat(postgres.isAlive()).as("Postgres outlives a hard stop").isTrue();
      slipway = world.start();

      assertThat(slipway.said()).contains("Postgres was still running after a hard stop");
      assertThat(world.postgres()).isEqualTo(postgres);
      world.awaitState(slipway, 2, "SUCCEEDED");
      assertThat(live(slipway)).isEqualTo("v2");
      assertThat(world.resources(slipway))
          .containsExactlyInAnyOrder("endpoint", "config 1", "config 2", "model", "model");

      world.register(slipway, "v4");
      world.promote(slipway, "v4");
      world.awaitTwoFleets(slipway, 3);
      slipway.interrupt();
      assertThat(world.processes()).as("what Ctrl-C leaves").isEmpty();
      slipway = world.start();

      assertThat(slipway.said()).doesNotContain("Postgres was still running");
      world.awaitState(slipway, 3, "SUCCEEDED");
      assertThat(live(slipway)).isEqualTo("v4");
      assertThat(world.resources(slipway))
          .as("v4 has the files of v2, so it is the same model")
          .containsExactlyInAnyOrder(
              "endpoint", "config 1", "config 2", "config 3", "model", "model");
      assertThat(intact(slipway)).isTrue();
      slipway.close();
      assertThat(world.processes()).as("what SIGTERM leaves").isEmpty();
    }
  }

  @Test
  void aFailingVersionIsRolledBackThoughSlipwayDiedMeanwhile() {
    try (LocalWorld world = new LocalWorld()) {
      RunningSlipway first = world.start();
      world.awaitState(first, 1, "SUCCEEDED");
      world.register(first, "v3");
      try (var traffic = new Traffic(first)) {
        traffic.awaitAnswersOnlyFrom("v1");
        world.promote(first, "v3");
        world.awaitRollbackAlarm(first, 2);
        first.kill();
      }

      RunningSlipway slipway = world.start();
      world.awaitState(slipway, 2, "ROLLED_BACK");
      try (var traffic = new Traffic(slipway)) {
        traffic.awaitAnswersOnlyFrom("v1");
      }

      JsonNode deployment = world.deployment(slipway, 2);
      assertThat(deployment.path("reason").asString("")).contains("-5xx-errors");
      assertThat(live(slipway)).isEqualTo("v1");
      JsonNode endpoint = slipway.get("/v1/endpoints/prod-fraud-detector/live");
      assertThat(endpoint.path("status").asString("")).isEqualTo("InService");
      assertThat(endpoint.path("as_expected").asBoolean()).isTrue();
      assertThat(world.resources(slipway)).contains("endpoint", "config 1", "model");
      assertThat(intact(slipway)).isTrue();
      slipway.close();
    }
  }

  private static String live(RunningSlipway slipway) {
    return slipway
        .get("/v1/endpoints/prod-fraud-detector")
        .path("current_release")
        .path("model_version")
        .asString("");
  }

  private static boolean intact(RunningSlipway slipway) {
    String query = "subject_type=endpoint&subject=prod-fraud-detector";
    return slipway.get("/v1/audit-events/verification?" + query).path("intact").asBoolean();
  }
}
