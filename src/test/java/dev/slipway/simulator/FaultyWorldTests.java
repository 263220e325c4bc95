package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import tools.jackson.databind.json.JsonMapper;

/** Faults that strike the world instead of a call, tick by tick. */
class FaultyWorldTests {

  private static final String NO_CAPACITY =
      "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity"
          + " error. Please retry using a different ML instance type or after some time.";

  private final TestWorld world = new TestWorld();

  @BeforeEach
  void threeVersions() {
    world.version("v1", 3, "{}");
    world.version("v2", 3, "{}");
  }

  @Test
  void withoutCapacityACreationFails() {
    fault("{'kind':'capacity','instance_type':'ml.m5.large'}");
    world.create("v1");
    world.advance(179);
    assertThat(world.status()).isEqualTo("Creating");
    world.advance(1);

    assertThat(world.status()).isEqualTo("Failed");
    assertThat(world.describe().failureReason()).isEqualTo(NO_CAPACITY);
  }

  @Test
  void capacityThatIsShortOnceFailsOneUpdate() {
    serving();
    fault("{'kind':'capacity','configuration':'v2','call':3}");
    world.update("v2", TestWorld.canary());
    world.advance(180);
    assertThat(world.answered()).isEqualTo("v1");
    assertThat(world.pending()).isEqualTo("Terminating 3 instance(s).");
    world.advance(60);
    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason()).isEqualTo(NO_CAPACITY);

    world.update("v2", TestWorld.canary());
    world.advance(680);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(world.describe().failureReason()).isNull();
  }

  @Test
  void aRollingUpdateThatCannotGoBackIsUpdateRollbackFailed() {
    serving();
    world.update(
        "v2",
        DeploymentConfig.builder()
            .rollingUpdatePolicy(policy ->
                policy
                    .maximumBatchSize(size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(1))
                    .waitIntervalInSeconds(60))
            .build());
    world.advance(180 + 10 + 60 + 60);
    fault("{'kind':'capacity'}");
    world.advance(180);
    assertThat(world.status()).isEqualTo("Updating");
    world.advance(240);

    assertThat(world.status()).isEqualTo("UpdateRollbackFailed");
    assertThat(world.describe().failureReason()).contains("The rollback failed: " + NO_CAPACITY);
    assertThat(world.answered()).isEqualTo("v1");
  }

  @Test
  void aQuotaIsRefusedInAwssWords() {
    serving();
    fault("{'kind':'quota','instance_type':'ml.m5.large','limit':4}");

    assertThatThrownBy(() -> world.update("v2", TestWorld.canary()))
        .isInstanceOf(ServiceException.class)
        .hasMessageStartingWith(
            "The account-level service limit 'ml.m5.large for endpoint usage' is 4 Instances, with"
                + " current utilization of 3 Instances and a request delta of 3 Instances.")
        .extracting(error -> ((ServiceException) error).code())
        .isEqualTo("ResourceLimitExceeded");
    assertThat(world.status()).isEqualTo("InService");
  }

  @Test
  void aSlowStartTakesLongerAndSurvivesARestart() {
    fault("{'kind':'slow_start','endpoint':'fraud-detector','seconds':60}");
    world.create("v1");
    world.advance(239);
    assertThat(world.status()).isEqualTo("Creating");
    world.advance(1);
    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.answered()).isEqualTo("v1");

    world.update("v2", TestWorld.canary());
    world.advance(200);
    assertThat(world.pending()).isEqualTo("Launching 3 instance(s).");
    world.restart();
    world.advance(5);
    assertThat(world.pending()).startsWith("Activating");
  }

  @Test
  void aStartLongerThanTheHealthCheckAllowsFailsThePing() {
    fault("{'kind':'slow_start','endpoint':'*','seconds':241}");
    world.create("v1");
    world.advance(180 + 239);
    assertThat(world.status()).isEqualTo("Creating");
    world.advance(1);

    assertThat(world.status()).isEqualTo("Failed");
    assertThat(world.describe().failureReason()).contains("did not pass the ping health check");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'kind':'ping_failure','endpoint':'fraud-detector','configuration':'v2'} | ping health
          {'kind':'start_failure','endpoint':'fraud-detector','reason':'no GPU'}   | no GPU
          """,
      quoteCharacter = '`')
  void aContainerThatDoesNotStartRollsBack(String fault, String reason) {
    serving();
    fault(fault);
    world.update("v2", TestWorld.canary());
    world.advance(240);

    assertThat(world.status()).isEqualTo("InService");
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason()).contains(reason);
  }

  @Test
  void aModelIsSlowForAShareOfItsRequests() {
    serving();
    fault("{'kind':'model_latency','endpoint':'fraud-detector','share':0.25,'milliseconds':900}");
    Instant minute = world.clock.now();
    for (int i = 0; i < 100; i++) {
      var _ = world.invoke();
    }
    world.advance(180);

    assertThat(statistic(minute, "ModelLatency", "Maximum")).isGreaterThan(900_000);
    assertThat(statistic(minute, "ModelLatency", "Average")).isBetween(200_000.0, 300_000.0);
  }

  @Test
  void metricsArriveLater() {
    serving();
    fault("{'kind':'metric_delay','seconds':300}");
    Instant minute = world.clock.now();
    var _ = world.invoke();
    world.advance(355);
    assertThat(statistic(minute, "Invocations", "Sum")).isNaN();
    world.advance(5);

    assertThat(statistic(minute, "Invocations", "Sum")).isEqualTo(1);
  }

  @Test
  void theClockJumpsOverWhatIsDue() {
    serving();
    Instant before = world.clock.now();
    world.update("v2", TestWorld.canary());

    fault("{'kind':'clock_jump','seconds':680}");

    assertThat(world.clock.now()).isEqualTo(before.plusSeconds(680));
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(world.faults.all()).isEmpty();
  }

  @Test
  void somebodyElseEditsTheEndpoint() {
    serving();
    fault("{'kind':'out_of_band','endpoint':'fraud-detector','instances':5}");
    assertThat(world.status()).isEqualTo("Updating");
    assertThatThrownBy(
            () -> fault("{'kind':'out_of_band','endpoint':'fraud-detector','configuration':'v2'}"))
        .hasMessageContaining("Cannot update in-progress endpoint");
    world.advance(120);
    assertThat(world.describe().productionVariants().getFirst().currentInstanceCount())
        .isEqualTo(5);

    fault("{'kind':'out_of_band','endpoint':'fraud-detector','configuration':'v2'}");
    world.advance(250);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThatThrownBy(() -> fault("{'kind':'out_of_band','endpoint':'nobody'}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no endpoint nobody.");
  }

  private void serving() {
    world.create("v1");
    world.advance(180);
    assertThat(world.status()).isEqualTo("InService");
  }

  private void fault(String json) {
    var _ = world.faults.add(new JsonMapper().readTree(json.replace('\'', '"')));
  }

  private double statistic(Instant minute, String metric, String statistic) {
    var points =
        world
            .aws
            .metrics()
            .getMetricStatistics(
                GetMetricStatisticsRequest.builder()
                    .namespace("AWS/SageMaker")
                    .metricName(metric)
                    .dimensions(
                        Dimension.builder().name("EndpointName").value(TestWorld.ENDPOINT).build(),
                        Dimension.builder().name("VariantName").value(TestWorld.VARIANT).build())
                    .startTime(minute)
                    .endTime(minute.plusSeconds(60))
                    .period(60)
                    .statisticsWithStrings(statistic)
                    .build(),
                TestWorld.CALLER)
            .datapoints();
    if (points.isEmpty()) {
      return Double.NaN;
    }
    return switch (statistic) {
      case "Maximum" -> points.getFirst().maximum();
      case "Average" -> points.getFirst().average();
      default -> points.getFirst().sum();
    };
  }
}
