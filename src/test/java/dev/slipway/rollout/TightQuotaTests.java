package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;

/**
 * Ways back where the account's quota has no room for a second fleet beside the one that serves.
 */
@Conforming
class TightQuotaTests extends ProdStage {

  private static final String THREE =
      "{\"kind\": \"quota\", \"instance_type\": \"ml.c5.xlarge\", \"limit\": 3}";

  @Test
  void aRollingUpdateThatIsCanceledTooLateIsTakenBackInBatchesAsItCame() {
    rehearsal.live("v1");
    rehearsal.fault(THREE);
    rolling(0);
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "Launching");
    cancel(update, "UPDATING");
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("CANCELED");
    Answer back = rehearsal.untilEnd(UUID.fromString(ended.at("/compensated_by")));
    assertThat(back.at("/state")).as(back.http().body()).isEqualTo("SUCCEEDED");
    assertThat(current()).isEqualTo("v1");
    DeploymentConfig last = rehearsal.aws().endpoint(ENDPOINT).lastDeploymentConfig();
    assertThat(last.rollingUpdatePolicy().maximumBatchSize().value()).isEqualTo(50);
    assertThat(last.rollingUpdatePolicy().waitIntervalInSeconds()).isZero();
    assertThat(rehearsal.aws().rollbackAlarms(ENDPOINT))
        .singleElement()
        .asString()
        .endsWith("-abort");
    rehearsal.lookForDrift();
    assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/drift").at("/state"))
        .isEqualTo("IN_SYNC");
  }

  @Test
  void aWayBackThatSageMakerWouldRefuseIsWarnedOfWithTheWayOutAndNotRefused() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    rehearsal.fault(THREE);
    Answer plan = act("rollbacks?dry_run=true", reason("v2 is slow"));
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    assertThat(plan.json().path("remarks").toString())
        .contains("quota-too-small", "is 3", "2 more beside the 2", "SageMaker would refuse")
        .contains("promote that version again with the strategy ROLLING", "adds at most 1.");
    Answer refused = rehearsal.untilEnd(rollBack(reason("v2 is slow")));
    assertThat(refused.at("/state")).isEqualTo("FAILED");
    assertThat(current()).isEqualTo("v2");
    rolling(300);
    assertThat(rehearsal.live("v1").at("/state")).as("the way out").isEqualTo("SUCCEEDED");
  }

  @Test
  void aWayBackWaitsForNoListOfQuotasAndIsWarnedOfOnceAnUpdateHasAskedForIt() {
    rehearsal.deny("servicequotas", "*");
    rehearsal.live("v1");
    rehearsal.live("v2");
    rehearsal.noFaults();
    rehearsal.fault(THREE);
    long before = quotaCalls();
    assertThat(wayBack()).doesNotContain("quota-too-small");
    assertThat(quotaCalls()).as("calls of Service Quotas").isEqualTo(before);
    rehearsal.api().post("/v1/promotions?dry_run=true", promotion("v1"));
    long listed = quotaCalls();
    assertThat(wayBack()).contains("quota-too-small");
    assertThat(quotaCalls()).as("calls of Service Quotas").isEqualTo(listed + 1);
  }

  private String wayBack() {
    Answer plan = act("rollbacks?dry_run=true", reason("v2 is slow"));
    assertThat(plan.status()).as(plan.http().body()).isEqualTo(200);
    return plan.json().path("remarks").toString();
  }

  private long quotaCalls() {
    return rehearsal.calls().stream()
        .filter(call -> call.service().equals("SERVICE_QUOTAS"))
        .count();
  }

  private void rolling(int wait) {
    rehearsal.override(
        ENDPOINT,
        """
        {"rollout": {"strategy": "ROLLING",
          "maximum_batch_size": {"type": "CAPACITY_PERCENT", "value": 50},
          "wait_interval_seconds": %d, "termination_wait_seconds": 0,
          "maximum_execution_timeout_seconds": 3600}}
        """
            .formatted(wait));
  }
}
