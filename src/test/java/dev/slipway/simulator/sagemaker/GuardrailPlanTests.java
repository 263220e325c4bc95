package dev.slipway.simulator.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfigType;

class GuardrailPlanTests {

  private static final Map<String, Integer> THREE = Map.of("AllTraffic", 3);
  private static final Map<String, Integer> FOUR = Map.of("AllTraffic", 4);

  @Test
  void withoutAPolicyTheNewFleetTakesOverAtOnceWithoutABake() {
    assertThat(GuardrailPlan.of(null, THREE, THREE, false).stages())
        .containsExactly(
            new Stage.Provision(THREE),
            new Stage.Activate(THREE, true),
            new Stage.Terminate(count(0)));
  }

  @Test
  void aCanaryBakesThenTheRestFollowsAndBakesAgain() {
    DeploymentConfig config =
        DeploymentConfig.builder()
            .blueGreenUpdatePolicy(policy ->
                policy
                    .trafficRoutingConfiguration(routing ->
                        routing
                            .type(TrafficRoutingConfigType.CANARY)
                            .waitIntervalInSeconds(300)
                            .canarySize(
                                size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(1)))
                    .terminationWaitInSeconds(120)
                    .maximumExecutionTimeoutInSeconds(1800))
            .build();

    GuardrailPlan plan = GuardrailPlan.of(config, THREE, THREE, false);

    assertThat(plan.timeout()).contains(Duration.ofSeconds(1800));
    assertThat(plan.stages())
        .containsExactly(
            new Stage.Provision(THREE),
            new Stage.Activate(count(1), false),
            new Stage.Bake(Duration.ofSeconds(300), count(1), false),
            new Stage.Activate(THREE, true),
            new Stage.Bake(Duration.ofSeconds(120), THREE, true),
            new Stage.Terminate(count(0)));
  }

  @Test
  void linearStepsAreEachBaked() {
    DeploymentConfig config =
        DeploymentConfig.builder()
            .blueGreenUpdatePolicy(policy ->
                policy.trafficRoutingConfiguration(routing ->
                    routing
                        .type(TrafficRoutingConfigType.LINEAR)
                        .waitIntervalInSeconds(60)
                        .linearStepSize(
                            size -> size.type(CapacitySizeType.CAPACITY_PERCENT).value(33))))
            .build();

    assertThat(GuardrailPlan.of(config, FOUR, FOUR, false).stages())
        .containsExactly(
            new Stage.Provision(FOUR),
            new Stage.Activate(count(2), false),
            new Stage.Bake(Duration.ofSeconds(60), count(2), false),
            new Stage.Activate(FOUR, true),
            new Stage.Terminate(count(0)));
  }

  @Test
  void aRollingUpdateReplacesBatchAfterBatch() {
    DeploymentConfig config =
        DeploymentConfig.builder()
            .rollingUpdatePolicy(policy ->
                policy
                    .maximumBatchSize(size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(2))
                    .waitIntervalInSeconds(60))
            .build();

    assertThat(GuardrailPlan.of(config, FOUR, FOUR, false).stages())
        .containsExactly(
            new Stage.Provision(count(2)),
            new Stage.Activate(count(2), false),
            new Stage.Bake(Duration.ofSeconds(60), count(2), false),
            new Stage.Terminate(count(2)),
            new Stage.Provision(FOUR),
            new Stage.Activate(FOUR, true),
            new Stage.Bake(Duration.ofSeconds(60), FOUR, false),
            new Stage.Terminate(count(0)));
  }

  private static Map<String, Integer> count(int count) {
    return Map.of("AllTraffic", count);
  }
}
