package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.MetricKey;
import dev.slipway.simulator.cloudwatch.Statistic;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import tools.jackson.databind.json.JsonMapper;

/** What happens to an endpoint that serves without anybody asking for it. */
class WellBeingTests {

  private final TestWorld world = new TestWorld();

  @BeforeEach
  void versionOneServesOnTwoInstances() {
    world.versionOneServesOnTwoInstances();
  }

  @Test
  void anInstanceThatAnswersNoPingsIsTakenOutAndReplaced() {
    fault("{\"kind\":\"unhealthy\",\"endpoint\":\"fraud-detector\",\"times\":1}");
    world.advance(60);
    assertThat(instances()).as("two pings may be missed").isEqualTo(2);

    world.advance(30);
    assertThat(instances()).isEqualTo(1);
    assertThat(world.status()).isEqualTo("InService");

    world.advance(180);
    assertThat(instances()).isEqualTo(2);
  }

  @Test
  void withoutCapacityItIsTriedAgainAndWithoutInstancesNothingIsAnswered() {
    fault("{\"kind\":\"unhealthy\",\"endpoint\":\"fraud-detector\",\"times\":2}");
    fault("{\"kind\":\"capacity\",\"endpoint\":\"fraud-detector\"}");
    world.advance(300);
    assertThatThrownBy(world::invoke)
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("ServiceUnavailable"));

    world.faults.clear();
    world.advance(180);

    assertThat(instances()).isEqualTo(2);
  }

  @Test
  void anUpdateIsNotHeldUpByAnInstanceThatIsReplaced() {
    world.update("v2", TestWorld.canary());
    world.advance(200);
    fault("{\"kind\":\"unhealthy\",\"endpoint\":\"fraud-detector\",\"times\":2}");

    world.advance(480);

    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(instances()).isEqualTo(2);
  }

  @Test
  void maintenanceIsShownAsSystemUpdatingAndRefusesOtherChanges() {
    fault("{\"kind\":\"maintenance\",\"endpoint\":\"fraud-detector\"}");

    assertThat(world.status()).isEqualTo("SystemUpdating");
    assertThat(world.answered()).isEqualTo("v1");
    assertThat(world.describe().pendingDeploymentSummary()).isNull();
    assertThatThrownBy(() -> world.update("v2", TestWorld.canary()))
        .hasMessageContaining("Cannot update in-progress endpoint");
    assertThatThrownBy(world::delete).hasMessageContaining("Cannot update in-progress endpoint");
    world.restart();
    world.advance(180);

    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(instances()).isEqualTo(2);
  }

  @Test
  void maintenanceWithoutCapacityLeavesWhatServes() {
    fault("{\"kind\":\"capacity\",\"endpoint\":\"fraud-detector\"}");
    fault("{\"kind\":\"maintenance\",\"endpoint\":\"fraud-detector\"}");
    world.advance(180);

    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().failureReason()).isNull();
    assertThat(instances()).isEqualTo(2);
  }

  @Test
  void aRollingUpdateThatCanGoNeitherOnNorBackLeavesAMix() {
    world.update("v2", rolling());
    world.advance(260);
    fault("{\"kind\":\"capacity\",\"endpoint\":\"fraud-detector\"}");
    world.advance(600);

    assertThat(world.status()).isEqualTo("UpdateRollbackFailed");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason())
        .contains("InsufficientInstanceCapacity", "The rollback failed");
    List<String> answers =
        java.util.stream.IntStream.range(0, 40).mapToObj(_ -> world.answered()).distinct().toList();
    assertThat(answers).containsExactlyInAnyOrder("v1", "v2");
    assertThatThrownBy(() -> world.update("v2", TestWorld.canary()))
        .hasMessageContaining("it can only be deleted");
    world.delete();
    assertThat(world.status()).isEqualTo("Deleting");
  }

  private void fault(String json) {
    var _ = world.faults.add(new JsonMapper().readTree(json));
  }

  /** As the metric tells: each request sends one over the number of instances. */
  private long instances() {
    double before = sent();
    for (int i = 0; i < 10; i++) {
      var _ = world.invoke();
    }
    return Math.round(10 / (sent() - before));
  }

  private double sent() {
    Instant now = world.clock.now();
    MetricKey key =
        new MetricKey(
            Scope.of(TestWorld.CALLER),
            "AWS/SageMaker",
            "InvocationsPerInstance",
            Map.of("EndpointName", TestWorld.ENDPOINT, "VariantName", TestWorld.VARIANT));
    Instant later = now.plusSeconds(600); // when it can be seen
    return world.aws.recorded()
        .read(key, Statistic.of("Sum"), now.minusSeconds(3600), 4000, 1, later)[0];
  }

  private static DeploymentConfig rolling() {
    return DeploymentConfig.builder()
        .rollingUpdatePolicy(policy ->
            policy
                .maximumBatchSize(size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(1))
                .waitIntervalInSeconds(60))
        .build();
  }
}
