package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Gauges;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What monitoring is told of deployments and of the scheduler's tasks. */
class GaugeTests extends ProdStage {

  @Test
  void aDeploymentCountsInItsStateUntilItHasEnded() {
    UUID first = rehearsal.promote("v1");
    assertThat(deployments("QUEUED")).isEqualTo(1);
    rehearsal.until(first, "UPDATING");
    assertThat(deployments("QUEUED")).isZero();
    assertThat(deployments("UPDATING")).isEqualTo(1);
    rehearsal.untilEnd(first);
    for (DeploymentState state : DeploymentState.values()) {
      if (!state.terminal()) assertThat(deployments(state.name())).as(state.name()).isZero();
    }
  }

  @Test
  void whatNeedsAttentionIsToldWithHowLongItHas() {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary");
    rehearsal.deny("sagemaker", "DescribeEndpoint");
    rehearsal.until(update, "NEEDS_ATTENTION");
    assertThat(deployments("NEEDS_ATTENTION")).isEqualTo(1);
    assertThat(longest("NEEDS_ATTENTION")).isZero();

    rehearsal.advance(Duration.ofMinutes(30));
    assertThat(longest("NEEDS_ATTENTION")).isEqualTo(1800);
    assertThat(longest("UPDATING")).isZero();
  }

  @Test
  void aTickThatNobodyTakesUpIsOverdueAndOneThatRunsIsNot() {
    rehearsal.promote("v1");
    tick("execution_time = now() - interval '5 minutes'");
    assertThat(task("overdue", "deployment-tick")).isBetween(300.0, 400.0);
    assertThat(task("overdue", "load-test-tick")).isZero();
    tick("picked = true, picked_by = 'a worker'");
    assertThat(task("overdue", "deployment-tick")).isZero();
    tick("picked = false, execution_time = now() + interval '5 minutes'");
    assertThat(task("overdue", "deployment-tick")).isZero();
  }

  @Test
  void aTaskThatFailsAgainAndAgainIsTold() {
    rehearsal.promote("v1");
    assertThat(task("failures", "deployment-tick")).isZero();
    tick("consecutive_failures = 12");
    assertThat(task("failures", "deployment-tick")).isEqualTo(12);
    assertThat(task("failures", "look-for-drift")).isZero();
  }

  private double deployments(String state) {
    return Gauges.read(rehearsal.api(), "slipway.deployments", "prod", state);
  }

  private double longest(String state) {
    return Gauges.read(rehearsal.api(), "slipway.deployments.longest", "prod", state);
  }

  private double task(String what, String kind) {
    return Gauges.read(rehearsal.api(), "slipway.tasks." + what, kind);
  }

  /** As the scheduler's workers would. */
  private void tick(String change) {
    int changed =
        rehearsal
            .api()
            .bean(JdbcClient.class)
            .sql("update scheduled_tasks set " + change + " where task_name = 'deployment-tick'")
            .update();
    assertThat(changed).isEqualTo(1);
  }
}
