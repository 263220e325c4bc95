package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every strategy in good and in bad days, second by second, as recorded in {@code time-lines.txt}.
 * Nothing sleeps: the clock is moved on by ten seconds at a time.
 */
class TimeLineTests {

  private static final int TICK = 10;
  private static final int END = 800;
  private static final List<String> STRATEGIES =
      List.of("all at once", "canary", "linear", "rolling");
  private static final List<String> FATES =
      List.of("success", "alarm in canary", "alarm in final bake", "timeout", "capacity failure");

  /**
   * A recording: {@code == strategy | fate | what happens}, and the lines below.
   *
   * @param event {@code alarm at <second>}, {@code no capacity from <second>}, {@code does not
   *     exist: <why>}, or nothing
   */
  record Recorded(String strategy, String fate, String event, String lines) {

    static Recorded parse(String text) {
      String[] parts = text.split("\n", 2);
      String[] head = parts[0].split(" \\| ");
      String lines = parts.length > 1 ? parts[1].strip() : "";
      return new Recorded(head[0], head[1], head.length > 2 ? head[2] : "", lines);
    }

    boolean exists() {
      return !event.startsWith("does not exist: ");
    }

    void happensAt(int second, TestWorld world) {
      if (event.equals("alarm at " + second)) {
        world.setAlarm("errors", StateValue.ALARM);
      } else if (event.equals("no capacity from " + second)) {
        var _ =
            world.faults.add(
                new JsonMapper().readTree("{\"kind\":\"capacity\",\"configuration\":\"v2\"}"));
      }
    }

    DeploymentConfig deployment() {
      boolean slow = fate.equals("timeout");
      return switch (strategy) {
        case "all at once" -> blueGreen("ALL_AT_ONCE", 0, slow);
        case "canary" -> blueGreen("CANARY", 300, slow);
        case "linear" -> blueGreen("LINEAR", 60, slow);
        case "rolling" -> rolling(60, slow);
        default -> throw new IllegalArgumentException(strategy);
      };
    }

    @Override
    public String toString() {
      return strategy + ": " + fate;
    }
  }

  static Stream<Recorded> recorded() {
    return all().stream().filter(Recorded::exists);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void anUpdateGoesThroughItsStages(Recorded recorded) {
    TestWorld world = new TestWorld();
    world.version("v1", 4, "{}");
    world.version("v2", 4, "{}");
    world.create("v1");
    world.advance(180);
    world.errorAlarm("errors", "ignore", null);
    world.update("v2", recorded.deployment());

    List<String> lines = new ArrayList<>();
    String before = "";
    for (int second = 0; second <= END; second += TICK) {
      recorded.happensAt(second, world);
      String now = seen(world);
      if (!now.equals(before)) {
        lines.add(second + " " + now);
      }
      before = now;
      world.advance(TICK);
    }
    assertThat(String.join("\n", lines)).isEqualTo(recorded.lines());
  }

  @Test
  void everyStrategyIsRecordedInEveryDayThatItCanHave() {
    List<String> wanted =
        STRATEGIES.stream()
            .flatMap(strategy -> FATES.stream().map(fate -> strategy + ": " + fate))
            .toList();

    assertThat(all()).extracting(Recorded::toString).containsExactlyElementsOf(wanted);
    assertThat(all())
        .filteredOn(recorded -> !recorded.exists())
        .extracting(Recorded::toString)
        .containsExactly("all at once: alarm in canary");
  }

  private static List<Recorded> all() {
    try (var in =
        Objects.requireNonNull(TimeLineTests.class.getResourceAsStream("/time-lines.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("(?m)^== ")).skip(1).map(Recorded::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String seen(TestWorld world) {
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
            + share(world)
            + "% "
            + said)
        .strip();
  }

  /** To the nearest quarter, since there are four instances. */
  private static long share(TestWorld world) {
    int hits = 0;
    for (int i = 0; i < 200; i++) {
      hits += world.answered().equals("v2") ? 1 : 0;
    }
    return Math.round(hits / 50.0) * 25;
  }

  private static DeploymentConfig blueGreen(String type, int wait, boolean slow) {
    return DeploymentConfig.builder()
        .blueGreenUpdatePolicy(policy ->
            policy
                .trafficRoutingConfiguration(routing -> {
                  routing.type(type).waitIntervalInSeconds(slow ? 3600 : wait);
                  if (type.equals("CANARY")) {
                    routing.canarySize(size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(1));
                  } else if (type.equals("LINEAR")) {
                    routing.linearStepSize(
                        size -> size.type(CapacitySizeType.CAPACITY_PERCENT).value(50));
                  }
                })
                .terminationWaitInSeconds(slow ? 3600 : 120)
                .maximumExecutionTimeoutInSeconds(slow ? 600 : 1800))
        .autoRollbackConfiguration(rollback -> rollback.alarms(a -> a.alarmName("errors")))
        .build();
  }

  private static DeploymentConfig rolling(int wait, boolean slow) {
    return DeploymentConfig.builder()
        .rollingUpdatePolicy(policy ->
            policy
                .maximumBatchSize(size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(2))
                .waitIntervalInSeconds(slow ? 3600 : wait)
                .maximumExecutionTimeoutInSeconds(slow ? 600 : 1800))
        .autoRollbackConfiguration(rollback -> rollback.alarms(a -> a.alarmName("errors")))
        .build();
  }
}
