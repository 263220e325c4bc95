package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Scheduled actions at work, tick by tick. */
class ScheduledActionTests {

  private final TestWorld world = new TestWorld();
  private final Scaled scaled = new Scaled(world);

  @BeforeEach
  void versionOneServesOnTwoInstances() {
    world.versionOneServesOnTwoInstances();
    scaled.register(1, 6);
  }

  @Test
  void aScheduledActionMovesTheBounds() {
    scaled.schedule("morning", "cron(0 10 * * ? *)", 4, 8);
    world.advance(3600 - 180 - 10);
    assertThat(scaled.desired()).isEqualTo(2);

    world.advance(10);

    assertThat(scaled.desired()).isEqualTo(4);
    assertThat(scaled.activities().getFirst().cause()).isEqualTo("minimum capacity was set to 4");
    world.restart();
    world.advance(200);
    assertThat(
            world
                .aws
                .scheduled()
                .describeScheduledActions(
                    DescribeScheduledActionsRequest.builder().serviceNamespace("sagemaker").build(),
                    TestWorld.CALLER)
                .scheduledActions()
                .getFirst()
                .scheduledActionARN())
        .endsWith(":resource/sagemaker/" + Scaled.RESOURCE + ":scheduledActionName/morning");
    assertThat(scaled.desired()).isEqualTo(4);
  }

  @Test
  void aScheduledActionThatWouldCrossTheBoundsFailsAndScalingGoesOn() {
    scaled.register(2, 6);
    scaled.schedule("night", "cron(0 10 * * ? *)", null, 1);
    scaled.schedule("noon", "cron(0 12 * * ? *)", 3, null);

    world.advance(3600);
    assertThat(scaled.activities())
        .singleElement()
        .satisfies(activity -> {
          assertThat(activity.statusCodeAsString()).isEqualTo("Failed");
          assertThat(activity.cause()).isEqualTo("scheduled action name night was triggered");
          assertThat(activity.description())
              .isEqualTo("Setting min capacity to 2 and max capacity to 1");
        });
    scaled.register(2, 6);

    world.advance(2 * 3600);
    assertThat(scaled.desired()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"cron(0 12 * * ? *), 2026-01-05T12:00:00Z", "rate(2 hours), 2026-01-05T12:15:00Z"})
  void whatRecursIsCarriedOutAtItsStartAndThenAsItRecurs(String when, Instant then) {
    Instant start = Instant.parse("2026-01-05T10:15:00Z");
    scaled.schedule(when, action -> action.startTime(start));
    assertThat(leastAt(start.minusSeconds(10))).isEqualTo(1);
    assertThat(leastAt(start)).isEqualTo(4);

    scaled.register(1, 6);
    world.restart();
    assertThat(leastAt(then.minusSeconds(10))).isEqualTo(1);
    assertThat(leastAt(then)).isEqualTo(4);
  }

  @Test
  void whatRecursIsCarriedOutAtItsStartOnlyWhenItEndsBeforeItRecurs() {
    Instant start = Instant.parse("2026-01-05T10:15:00Z");
    scaled.schedule("cron(0 12 * * ? *)", action -> action.startTime(start).endTime(start));
    assertThat(leastAt(start)).isEqualTo(4);

    scaled.register(1, 6);
    assertThat(leastAt(Instant.parse("2026-01-05T13:00:00Z"))).isEqualTo(1);
  }

  @Test
  void whatIsDueOnceBeforeItsStartIsNeverCarriedOut() {
    Instant start = Instant.parse("2026-01-05T10:15:00Z");
    scaled.schedule("at(2026-01-05T10:00:00)", action -> action.startTime(start));
    assertThat(leastAt(start.plusSeconds(60))).isEqualTo(1);
  }

  @Test
  void whatAScheduledActionMayNotBeIsRefused() {
    invalid(() -> scaled.schedule("x", "every day", 1, 2), "Invalid");
    invalid(
        () -> scaled.schedule("x", "rate(1 day)", null, null), "MinCapacity, MaxCapacity or both");
    invalid(
        () -> scaled.schedule("x", "rate(1 day)", 2, 1),
        "Maximum capacity cannot be less than minimum capacity");
    invalid(() -> scaled.schedule("x", "rate(1 day)", 0, 0), "Minimum capacity must be at least 1");
    invalid(
        () -> scaled.schedule("x", "rate(1 day)", -3, -1), "Minimum capacity must be at least 1");
    invalid(() -> scaled.schedule("x", "rate(1 day)", null, 0), "Maximum capacity");
  }

  @Test
  void anActionOfAnotherServiceIsRefused() {
    invalid(
        () -> scaled.schedule("rate(1 day)", action -> action.serviceNamespace("ecs")),
        "Unsupported service namespace");
    assertThat(
            world
                .aws
                .targets()
                .describeScalableTargets(
                    DescribeScalableTargetsRequest.builder().serviceNamespace("ecs").build(),
                    TestWorld.CALLER)
                .scalableTargets())
        .isEmpty();
  }

  @Test
  void aJournalledActionThatWouldEmptyTheEndpointFails() {
    scaled.schedule("night", "cron(0 10 * * ? *)", 3, 4);
    journalled("scaling.scheduled-action", "/request/ScalableTargetAction", "MinCapacity", 0);
    journalled("scaling.scheduled-action", "/request/ScalableTargetAction", "MaxCapacity", 0);
    world.restart();

    world.advance(3600);

    assertThat(scaled.desired()).isEqualTo(2);
    assertThat(scaled.activities().getFirst().statusMessage())
        .isEqualTo(
            "Failed to set min capacity to 0 and max capacity to 0: Minimum capacity must be at"
                + " least 1 for sagemaker:variant:DesiredInstanceCount.");
  }

  @Test
  void aJournalledTargetThatWouldEmptyTheEndpointLeavesAnInstance() {
    journalled("scaling.target", "", "min", -3);
    journalled("scaling.target", "", "max", -1);
    world.restart();

    world.advance(300);

    assertThat(scaled.desired()).isEqualTo(1);
    assertThat(world.answered()).isEqualTo("v1");
  }

  private void journalled(String kind, String at, String field, int value) {
    world
        .journal
        .all(kind)
        .forEach((key, json) -> {
          JsonNode other = json.deepCopy();
          ((ObjectNode) other.at(at)).put(field, value);
          world.journal.put(kind, key, other);
        });
  }

  /** The least that the target has at a time to come. */
  private int leastAt(Instant when) {
    world.clock.advance(Duration.between(world.clock.now(), when));
    return scaled.target().minCapacity();
  }
}
