package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recorded time line of every strategy, in good and in bad days: each line is a second since
 * UpdateEndpoint, the endpoint's status and configuration, the share of requests that the new
 * version answers, and what the variant is said to be doing. Four instances; 180 s to provision, 10
 * s to shift, 60 s to terminate.
 */
class TimeLineTests {

  private static final int TICK = 10;

  private final TestWorld world = new TestWorld();

  @BeforeEach
  void versionOneServesOnFourInstances() {
    world.version("v1", 4, "{}");
    world.version("v2", 4, "{}");
    world.create("v1");
    world.advance(180);
    world.errorAlarm("errors", "ignore", null);
  }

  /** What happens to the world at a second. */
  private record Day(int at, Consumer<TestWorld> event) {}

  private static final Day GOOD = new Day(0, _ -> {});

  private static Day alarm(int at) {
    return new Day(at, world -> world.setAlarm("errors", StateValue.ALARM));
  }

  private static Day noCapacity(int at) {
    return new Day(
        at,
        world -> {
          var _ =
              world.faults.add(
                  new JsonMapper().readTree("{\"kind\":\"capacity\",\"configuration\":\"v2\"}"));
        });
  }

  static List<Arguments> lines() {
    List<Arguments> all = new ArrayList<>();
    Map<String, DeploymentConfig> strategies =
        Map.of(
            "all at once", blueGreen("ALL_AT_ONCE", 0, 600),
            "canary", blueGreen("CANARY", 300, 1800),
            "linear", blueGreen("LINEAR", 60, 1800),
            "rolling", rolling(60, 1800));

    add(
        all,
        "all at once",
        strategies,
        "succeeds",
        GOOD,
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on full capacity of 4 instance(s).
        190 Updating v1 100% Baking for 120 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 4 instance(s).
        310 Updating v1 100% Terminating 4 instance(s).
        370 InService v2 100%
        """);
    add(
        all,
        "all at once",
        strategies,
        "meets its alarm in the final bake",
        alarm(250),
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on full capacity of 4 instance(s).
        190 Updating v1 100% Baking for 120 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 4 instance(s).
        250 Updating v1 0% Terminating 4 instance(s).
        310 InService v1 0% One or more configured alarms went into ALARM state during the deployment: errors. The deployment was rolled back.
        """);
    add(
        all,
        "all at once",
        strategies,
        "finds no capacity",
        noCapacity(0),
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Terminating 4 instance(s).
        240 InService v1 0% Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. Please retry using a different ML instance type or after some time.
        """);

    add(
        all,
        "canary",
        strategies,
        "succeeds",
        GOOD,
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 1 instance(s).
        190 Updating v1 25% Baking for 300 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).
        490 Updating v1 25% Activating traffic on full capacity of 4 instance(s).
        500 Updating v1 100% Baking for 120 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 4 instance(s).
        620 Updating v1 100% Terminating 4 instance(s).
        680 InService v2 100%
        """);
    add(
        all,
        "canary",
        strategies,
        "meets its alarm in the canary",
        alarm(250),
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 1 instance(s).
        190 Updating v1 25% Baking for 300 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).
        250 Updating v1 0% Terminating 4 instance(s).
        310 InService v1 0% One or more configured alarms went into ALARM state during the deployment: errors. The deployment was rolled back.
        """);
    add(
        all,
        "canary",
        strategies,
        "meets its alarm in the final bake",
        alarm(560),
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 1 instance(s).
        190 Updating v1 25% Baking for 300 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).
        490 Updating v1 25% Activating traffic on full capacity of 4 instance(s).
        500 Updating v1 100% Baking for 120 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 4 instance(s).
        560 Updating v1 0% Terminating 4 instance(s).
        620 InService v1 0% One or more configured alarms went into ALARM state during the deployment: errors. The deployment was rolled back.
        """);
    add(
        all,
        "canary",
        strategies,
        "finds no capacity",
        noCapacity(0),
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Terminating 4 instance(s).
        240 InService v1 0% Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. Please retry using a different ML instance type or after some time.
        """);
    add(
        all,
        "canary with hourly waits",
        Map.of("canary with hourly waits", blueGreen("CANARY", 3600, 600)),
        "takes too long",
        GOOD,
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 1 instance(s).
        190 Updating v1 25% Baking for 3600 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).
        600 Updating v1 0% Terminating 4 instance(s).
        660 InService v1 0% The deployment did not complete within MaximumExecutionTimeoutInSeconds (600) and was rolled back.
        """);

    add(
        all,
        "linear",
        strategies,
        "succeeds",
        GOOD,
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 2 instance(s).
        190 Updating v1 50% Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 2 instance(s).
        250 Updating v1 50% Activating traffic on full capacity of 4 instance(s).
        260 Updating v1 100% Baking for 120 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 4 instance(s).
        380 Updating v1 100% Terminating 4 instance(s).
        440 InService v2 100%
        """);
    add(
        all,
        "linear",
        strategies,
        "meets its alarm in a step",
        alarm(210),
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 2 instance(s).
        190 Updating v1 50% Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 2 instance(s).
        210 Updating v1 0% Terminating 4 instance(s).
        270 InService v1 0% One or more configured alarms went into ALARM state during the deployment: errors. The deployment was rolled back.
        """);
    add(
        all,
        "linear",
        strategies,
        "meets its alarm in the final bake",
        alarm(300),
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 2 instance(s).
        190 Updating v1 50% Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 2 instance(s).
        250 Updating v1 50% Activating traffic on full capacity of 4 instance(s).
        260 Updating v1 100% Baking for 120 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 4 instance(s).
        300 Updating v1 0% Terminating 4 instance(s).
        360 InService v1 0% One or more configured alarms went into ALARM state during the deployment: errors. The deployment was rolled back.
        """);
    add(
        all,
        "linear with hourly waits",
        Map.of("linear with hourly waits", blueGreen("LINEAR", 3600, 600)),
        "takes too long",
        GOOD,
        """
        0 Updating v1 0% Launching 4 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 2 instance(s).
        190 Updating v1 50% Baking for 3600 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 2 instance(s).
        600 Updating v1 0% Terminating 4 instance(s).
        660 InService v1 0% The deployment did not complete within MaximumExecutionTimeoutInSeconds (600) and was rolled back.
        """);

    add(
        all,
        "rolling",
        strategies,
        "succeeds",
        GOOD,
        """
        0 Updating v1 0% Launching 2 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 2 instance(s).
        190 Updating v1 50% Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 2 instance(s).
        250 Updating v1 50% Terminating 2 instance(s).
        310 Updating v1 50% Launching 2 instance(s).
        490 Updating v1 50% Activating traffic on full capacity of 4 instance(s).
        500 Updating v1 100% Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on full capacity of 4 instance(s).
        560 Updating v1 100% Terminating 2 instance(s).
        620 InService v2 100%
        """);
    add(
        all,
        "rolling",
        strategies,
        "meets its alarm in the first batch",
        alarm(200),
        """
        0 Updating v1 0% Launching 2 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 2 instance(s).
        190 Updating v1 50% Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 2 instance(s).
        200 Updating v1 0% Terminating 4 instance(s).
        260 InService v1 0% One or more configured alarms went into ALARM state during the deployment: errors. The deployment was rolled back.
        """);
    add(
        all,
        "rolling",
        strategies,
        "meets its alarm in the last bake",
        alarm(520),
        """
        0 Updating v1 0% Launching 2 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 2 instance(s).
        190 Updating v1 50% Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 2 instance(s).
        250 Updating v1 50% Terminating 2 instance(s).
        310 Updating v1 50% Launching 2 instance(s).
        490 Updating v1 50% Activating traffic on full capacity of 4 instance(s).
        500 Updating v1 100% Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on full capacity of 4 instance(s).
        520 Updating v1 0% Terminating 4 instance(s).
        760 InService v1 0% One or more configured alarms went into ALARM state during the deployment: errors. The deployment was rolled back.
        """);
    add(
        all,
        "rolling",
        strategies,
        "finds no capacity for its second batch",
        noCapacity(320),
        """
        0 Updating v1 0% Launching 2 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 2 instance(s).
        190 Updating v1 50% Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 2 instance(s).
        250 Updating v1 50% Terminating 2 instance(s).
        310 Updating v1 50% Launching 2 instance(s).
        490 Updating v1 0% Terminating 4 instance(s).
        730 InService v1 0% Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. Please retry using a different ML instance type or after some time.
        """);
    add(
        all,
        "rolling with hourly waits",
        Map.of("rolling with hourly waits", rolling(3600, 600)),
        "takes too long",
        GOOD,
        """
        0 Updating v1 0% Launching 2 instance(s).
        180 Updating v1 0% Activating traffic on canary capacity of 2 instance(s).
        190 Updating v1 50% Baking for 3600 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 2 instance(s).
        600 Updating v1 0% Terminating 4 instance(s).
        660 InService v1 0% The deployment did not complete within MaximumExecutionTimeoutInSeconds (600) and was rolled back.
        """);
    return all;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("lines")
  void anUpdateGoesThroughItsStages(
      String strategy, String fate, DeploymentConfig deployment, Day day, String expected) {
    world.update("v2", deployment);

    assertThat(recorded(day)).as(strategy + " " + fate).isEqualTo(expected);
  }

  private String recorded(Day day) {
    StringBuilder lines = new StringBuilder();
    String before = "";
    for (int second = 0; second <= 1200; second += TICK) {
      if (second == day.at()) {
        day.event().accept(world);
      }
      String now = seen();
      if (!now.equals(before)) {
        lines.append(second).append(' ').append(now).append('\n');
      }
      before = now;
      world.advance(TICK);
    }
    return lines.toString();
  }

  private String seen() {
    var endpoint = world.describe();
    String said = world.pending();
    var live = endpoint.productionVariants().getFirst().variantStatus();
    if (said.isEmpty() && !live.isEmpty()) {
      said = live.getFirst().statusMessage();
    }
    if (endpoint.failureReason() != null) {
      said = endpoint.failureReason();
    }
    return (endpoint.endpointStatusAsString()
            + " "
            + endpoint.endpointConfigName()
            + " "
            + share()
            + "% "
            + said)
        .strip();
  }

  /** To the nearest quarter, since there are four instances. */
  private long share() {
    int hits = 0;
    for (int i = 0; i < 200; i++) {
      hits += world.answered().equals("v2") ? 1 : 0;
    }
    return Math.round(hits / 50.0) * 25;
  }

  private static void add(
      List<Arguments> all,
      String strategy,
      Map<String, DeploymentConfig> strategies,
      String fate,
      Day day,
      String expected) {
    all.add(Arguments.of(strategy, fate, strategies.get(strategy), day, expected));
  }

  private static DeploymentConfig blueGreen(String type, int wait, int most) {
    return DeploymentConfig.builder()
        .blueGreenUpdatePolicy(policy ->
            policy
                .trafficRoutingConfiguration(routing -> {
                  routing.type(type).waitIntervalInSeconds(wait);
                  if (type.equals("CANARY")) {
                    routing.canarySize(size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(1));
                  } else if (type.equals("LINEAR")) {
                    routing.linearStepSize(
                        size -> size.type(CapacitySizeType.CAPACITY_PERCENT).value(50));
                  }
                })
                .terminationWaitInSeconds(120)
                .maximumExecutionTimeoutInSeconds(most))
        .autoRollbackConfiguration(rollback -> rollback.alarms(a -> a.alarmName("errors")))
        .build();
  }

  private static DeploymentConfig rolling(int wait, int most) {
    return DeploymentConfig.builder()
        .rollingUpdatePolicy(policy ->
            policy
                .maximumBatchSize(size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(2))
                .waitIntervalInSeconds(wait)
                .maximumExecutionTimeoutInSeconds(most))
        .autoRollbackConfiguration(rollback -> rollback.alarms(a -> a.alarmName("errors")))
        .build();
  }
}
