package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.wire.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.RollingUpdatePolicy;
import software.amazon.awssdk.services.sagemaker.model.VariantPropertyType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The guardrails' time line, tick by tick: 180 s to provision, 10 s to shift, 60 s to terminate.
 */
class GuardrailTests {

  private TestWorld world = new TestWorld();

  @BeforeEach
  void versionOneServesOnThreeInstances() {
    begin(new TestWorld());
  }

  private void begin(TestWorld fresh) {
    world = fresh;
    world.version("v1", 3, "{}");
    world.version("v2", 3, "{}");
    world.version("v3", 3, "{\"error_rate\":0.6}");
    world.create("v1");
    assertThat(world.status()).isEqualTo("Creating");
    world.advance(180);
    assertThat(world.status()).isEqualTo("InService");
  }

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
  void theStatusOfARollbackIsASwitch() {
    begin(
        new TestWorld(SageMakerOptions.usual().with(Undocumented.ROLLBACK_SHOWN_AS_ROLLING_BACK)));
    world.errorAlarm("errors", "ignore", null);
    world.update("v2", TestWorld.canary("errors"));
    world.advance(200);
    world.setAlarm("errors", StateValue.ALARM);

    assertThat(world.status()).isEqualTo("RollingBack");
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

    refused(() -> world.update("v2", tooBig), "at most 50%");
    refused(() -> world.update("v2", TestWorld.canary("nobody")), "\"nobody\"");
    refused(() -> world.update("v2", TestWorld.canary("alarming")), "ALARM state");
    refused(
        () -> world.update("v9", TestWorld.canary()),
        "Could not find endpoint configuration"
            + " \"arn:aws:sagemaker:us-east-1:123456789012:endpoint-config/v9\".");
    world.update("v2", TestWorld.canary());
    refused(
        () -> world.update("v2", TestWorld.canary()),
        "Cannot update in-progress endpoint"
            + " \"arn:aws:sagemaker:us-east-1:123456789012:endpoint/fraud-detector\".");
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

  @Test
  void noRequestFailsWhileFleetsShift() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Integer>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        clients.add(
            threads.submit(() -> {
              int answered = 0;
              while (!over.get()) {
                var _ = world.invoke();
                answered++;
              }
              return answered;
            }));
      }
      for (int round = 0; round < 20; round++) {
        world.update(round % 2 == 0 ? "v2" : "v1", TestWorld.canary());
        for (int tick = 0; tick < 68; tick++) {
          world.advance(10);
        }
        assertThat(world.status()).isEqualTo("InService");
      }
      over.set(true);
      for (Future<Integer> client : clients) {
        assertThat(client.get()).isPositive();
      }
    }
  }

  private static void refused(Runnable what, String text) {
    assertThatThrownBy(what::run)
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(text)
        .extracting(error -> ((ServiceException) error).code())
        .isEqualTo("ValidationException");
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

  private double shareOf(String version) {
    int hits = 0;
    for (int i = 0; i < 300; i++) {
      hits += world.answered().equals(version) ? 1 : 0;
    }
    return hits / 300.0;
  }
}
