package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.wire.ServiceException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.RollingUpdatePolicy;

/** How an update goes back by itself, tick by tick: by an alarm, or because it takes too long. */
class AutoRollbackTests extends GuardrailStage {

  @Test
  void aFailingCanaryIsRolledBackByItsAlarm() {
    world.errorAlarm("errors", "notBreaching", "v3");
    world.update("v3", TestWorld.canary("errors"));
    world.advance(190);

    int waited = 0;
    while (!world.alarm("errors").equals("ALARM") && waited < 290) {
      send(20);
      world.advance(10);
      waited += 10;
    }

    assertThat(world.alarm("errors")).isEqualTo("ALARM");
    assertThat(waited).isBetween(150, 280);
    assertThat(world.status()).isEqualTo("Updating");
    assertThat(world.pending()).isEqualTo("Terminating 3 instance(s).");
    assertThat(shareOf("v1")).isEqualTo(1);
    assertThat(world.messages)
        .contains("arn:aws:sns:us-east-1:123456789012:alerts ALARM: \"errors\" in us-east-1");

    world.advance(60);
    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason()).contains("errors");
  }

  @Test
  void anAlarmInTheFinalBakeRollsBackToo() {
    world.errorAlarm("errors", "ignore", null);
    world.update("v2", TestWorld.canary("errors"));
    world.advance(180 + 10 + 300 + 10 + 60);
    assertThat(shareOf("v2")).isEqualTo(1);

    world.setAlarm("errors", StateValue.ALARM);

    assertThat(shareOf("v1")).isEqualTo(1);
    world.advance(60);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason()).isNotBlank();
  }

  @Test
  void anAlarmThatWentOffBeforeTheBakeEndsItAtItsBeginning() {
    world.errorAlarm("errors", "ignore", null);
    world.update("v2", TestWorld.canary("errors"));
    world.setAlarm("errors", StateValue.ALARM);
    world.advance(189);
    assertThat(world.pending()).startsWith("Activating");

    world.advance(1);

    assertThat(world.pending()).startsWith("Terminating");
  }

  @Test
  void anUpdateThatTakesTooLongIsRolledBack() {
    DeploymentConfig slow =
        TestWorld.canary().toBuilder()
            .blueGreenUpdatePolicy(policy ->
                policy
                    .trafficRoutingConfiguration(
                        TestWorld.canary()
                            .blueGreenUpdatePolicy()
                            .trafficRoutingConfiguration()
                            .toBuilder()
                            .waitIntervalInSeconds(3600)
                            .build())
                    .maximumExecutionTimeoutInSeconds(600))
            .build();
    world.update("v2", slow);
    world.advance(599);
    assertThat(world.pending()).startsWith("Baking");

    world.advance(1);
    assertThat(world.pending()).startsWith("Terminating");

    world.advance(60);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason()).contains("MaximumExecutionTimeoutInSeconds");
  }

  @Test
  void theStatusOfARollbackIsASwitch() {
    begin(
        new TestWorld(SageMakerOptions.usual().with(Undocumented.ROLLBACK_SHOWN_AS_ROLLING_BACK)));
    world.errorAlarm("errors", "ignore", null);
    world.update("v2", TestWorld.canary("errors"));
    world.advance(200);
    world.setAlarm("errors", StateValue.ALARM);

    assertThat(world.status()).isEqualTo("RollingBack");
  }

  /** Batches of one instance, watched by "errors". */
  private static DeploymentConfig rolling(Consumer<RollingUpdatePolicy.Builder> more) {
    return DeploymentConfig.builder()
        .rollingUpdatePolicy(policy ->
            more.accept(
                policy
                    .maximumBatchSize(size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(1))
                    .waitIntervalInSeconds(60)))
        .autoRollbackConfiguration(rollback -> rollback.alarms(alarm -> alarm.alarmName("errors")))
        .build();
  }

  @Test
  void aRollingUpdateGoesBackInBatchesWhereItSaysSo() {
    world.errorAlarm("errors", "ignore", null);
    world.update(
        "v2",
        rolling(policy ->
            policy.rollbackMaximumBatchSize(
                size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(1))));
    // Two of three instances are new, the second batch bakes.
    world.advance(180 + 10 + 60 + 60 + 180 + 10 + 30);
    assertThat(shareOf("v2")).isBetween(0.55, 0.8);
    world.setAlarm("errors", StateValue.ALARM);
    assertThat(shareOf("v2")).as("both serve on").isBetween(0.55, 0.8);
    assertThat(world.pending()).isEqualTo("Terminating 1 instance(s).");

    world.advance(240);
    assertThat(shareOf("v2")).isBetween(0.2, 0.45);
    world.restart();
    assertThat(shareOf("v2")).isBetween(0.2, 0.45);
    world.advance(240);

    assertThat(shareOf("v1")).isEqualTo(1);
    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason()).contains("errors");
  }

  @Test
  void aRollingUpdateReplacesBatchesAndRollsBackWhole() {
    world.errorAlarm("errors", "ignore", null);
    world.update("v2", rolling(_ -> {}));
    world.advance(180 + 10 + 60 + 60);
    assertThat(shareOf("v2")).isBetween(0.2, 0.45);

    world.advance(180 + 10 + 30);
    world.setAlarm("errors", StateValue.ALARM);
    assertThat(shareOf("v1")).isEqualTo(1);
    world.advance(240);

    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().productionVariants().getFirst().currentInstanceCount())
        .isEqualTo(3);
  }

  private void send(int requests) {
    for (int i = 0; i < requests; i++) {
      try {
        var _ = world.invoke();
      } catch (ServiceException e) {
        assertThat(e.status()).isEqualTo(424);
      }
    }
  }
}
