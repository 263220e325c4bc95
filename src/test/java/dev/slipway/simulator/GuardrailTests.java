package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.VariantPropertyType;

/** The guardrails' time line, tick by tick, of updates that no alarm turns back. */
class GuardrailTests extends GuardrailStage {

  @Test
  void aCanaryThatStaysHealthyTakesOver() {
    world.update("v2", TestWorld.canary());

    assertThat(world.status()).isEqualTo("Updating");
    assertThat(world.pending()).isEqualTo("Launching 3 instance(s).");
    assertThat(world.answered()).isEqualTo("v1");

    world.advance(180);
    assertThat(world.pending())
        .isEqualTo("Activating traffic on canary capacity of 1 instance(s).");
    assertThat(shareOf("v2")).isZero();

    world.advance(10);
    assertThat(world.pending())
        .isEqualTo(
            "Baking for 300 seconds (WaitIntervalInSeconds) with traffic enabled on canary"
                + " capacity of 1 instance(s).");
    assertThat(shareOf("v2")).isBetween(0.25, 0.42);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().pendingDeploymentSummary().endpointConfigName()).isEqualTo("v2");

    world.advance(300);
    assertThat(world.pending()).isEqualTo("Activating traffic on full capacity of 3 instance(s).");
    world.advance(10);
    assertThat(world.pending())
        .isEqualTo(
            "Baking for 120 seconds (TerminationWaitInSeconds) with traffic enabled on full"
                + " capacity of 3 instance(s).");
    assertThat(shareOf("v2")).isEqualTo(1);

    world.advance(120);
    assertThat(
            world
                .describe()
                .productionVariants()
                .getFirst()
                .variantStatus()
                .getFirst()
                .statusMessage())
        .isEqualTo("Terminating 3 instance(s).");

    world.advance(60);
    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(world.describe().pendingDeploymentSummary()).isNull();
    assertThat(world.describe().failureReason()).isNull();
    assertThat(world.describe().lastDeploymentConfig()).isEqualTo(TestWorld.canary());
    assertThat(
            world
                .describe()
                .productionVariants()
                .getFirst()
                .deployedImages()
                .getFirst()
                .resolvedImage())
        .contains("@sha256:");
  }

  @Test
  void aNewFleetThatDoesNotStartLeavesTheOldOneServing() {
    world.versionWithout("v4", 3);
    world.update("v4", TestWorld.canary());
    world.advance(180 + 60);

    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason())
        .isEqualTo("Could not find model data at s3://models/v4.tar.gz.");
    assertThat(world.answered()).isEqualTo("v1");
  }

  @Test
  void whatTheGuardrailsForbidIsRefusedBeforeAnythingHappens() {
    DeploymentConfig tooBig =
        TestWorld.canary().toBuilder()
            .blueGreenUpdatePolicy(policy ->
                policy.trafficRoutingConfiguration(routing ->
                    routing
                        .type("CANARY")
                        .waitIntervalInSeconds(300)
                        .canarySize(size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(2))))
            .build();
    world.errorAlarm("alarming", "ignore", null);
    world.setAlarm("alarming", StateValue.ALARM);

    invalid(() -> world.update("v2", tooBig), "at most 50%");
    invalid(() -> world.update("v2", TestWorld.canary("nobody")), "\"nobody\"");
    invalid(() -> world.update("v2", TestWorld.canary("alarming")), "ALARM state");
    invalid(
        () -> world.update("v9", TestWorld.canary()),
        "Could not find endpoint configuration" + " \"" + TestWorld.ARN + "endpoint-config/v9\".");
    world.update("v2", TestWorld.canary());
    invalid(
        () -> world.update("v2", TestWorld.canary()),
        "Cannot update in-progress endpoint"
            + " \""
            + TestWorld.ARN
            + "endpoint/fraud-detector\".");
  }

  @Test
  void countsAreRetainedOnlyWhenAsked() {
    world.config("v2-one", "v2", 1, "ml.m5.large");

    world.update("v2-one", request -> request.retainAllVariantProperties(true));
    world.advance(180 + 10 + 60);
    assertThat(world.describe().productionVariants().getFirst().currentInstanceCount())
        .isEqualTo(3);

    world.update(
        "v2-one",
        request ->
            request
                .retainAllVariantProperties(true)
                .excludeRetainedVariantProperties(property ->
                    property.variantPropertyType(VariantPropertyType.DESIRED_INSTANCE_COUNT)));
    world.advance(180 + 10 + 60);
    assertThat(world.describe().productionVariants().getFirst().currentInstanceCount())
        .isEqualTo(1);
  }

  @Test
  void noRequestFailsWhileFleetsShift() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(4);
    List<Future<Integer>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        clients.add(
            threads.submit(() -> {
              int answered = 0;
              while (!over.get()) {
                var _ = world.invoke();
                if (answered++ == 0) begun.countDown();
              }
              return answered;
            }));
      }
      try {
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        for (int round = 0; round < 20; round++) {
          world.update(round % 2 == 0 ? "v2" : "v1", TestWorld.canary());
          for (int tick = 0; tick < 68; tick++) {
            world.advance(10);
          }
          assertThat(world.status()).isEqualTo("InService");
        }
      } finally {
        over.set(true);
      }
      for (Future<Integer> client : clients) {
        assertThat(client.get()).isPositive();
      }
    }
  }
}
