package dev.slipway.simulator.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;

/** The rules of "Step scaling policies", "Target tracking" and "Cooldown period", row by row. */
class DecisionTests {

  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

  /** The documentation's own example: threshold 50, 10 at first, bounds 1 to 20. */
  @ParameterizedTest(name = "{0} instances at {1} of 50 become {2}")
  @CsvSource({
    "10, 50, 10",
    "10, 59.9, 10",
    "10, 60, 11",
    "11, 69.9, 12",
    "11, 70, 14",
    "14, 40.1, 14",
    "14, 40, 13",
    "13, 30, 10",
    "18, 99, 20",
    "1, 0, 1"
  })
  void percentagesMoveAsTheDocumentationsExampleDoes(int capacity, double value, int expected) {
    StepScalingPolicyConfiguration out =
        steps("PercentChangeInCapacity", null, "0:10:0", "10:20:10", "20::30");
    StepScalingPolicyConfiguration in =
        steps("PercentChangeInCapacity", null, ":-20:-30", "-20:-10:-10", "-10:0:0");
    Stepping stepping = new Stepping(value >= 50 ? out : in);

    assertThat(stepping.wanted(target(null, 0, 0, null), capacity, value - 50, NOW))
        .isEqualTo(expected == capacity ? OptionalInt.empty() : OptionalInt.of(expected));
  }

  @ParameterizedTest(name = "{0} {1} (at least {2}) makes {4} of {3}")
  @CsvSource({
    "ChangeInCapacity, 3, , 10, 13",
    "ChangeInCapacity, -3, , 10, 7",
    "ExactCapacity, 5, , 10, 5",
    "PercentChangeInCapacity, 10, , 4, 5",
    "PercentChangeInCapacity, -10, , 4, 3",
    "PercentChangeInCapacity, 127, , 10, 22",
    "PercentChangeInCapacity, -67, , 10, 4",
    "PercentChangeInCapacity, 25, 2, 4, 6",
    "PercentChangeInCapacity, -25, 2, 4, 2",
    "PercentChangeInCapacity, 100, 2, 4, 8"
  })
  void adjustmentsAreRoundedTowardZeroWithAFloor(
      String type, int adjustment, @Nullable Integer floor, int capacity, int expected) {
    assertThat(new Stepping(steps(type, floor, "0::" + adjustment)).adjusted(capacity, adjustment))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0:10:1 20::2 | gap",
        "0:10:1 5::2 | overlap",
        "0::1 10::2 | overlap",
        "5:5:1 5::1 | greater than the lower",
        "-10:0:-1 | no lower bound",
        "0:10:1 | no upper bound"
      })
  void stepsThatDoNotMeetAreRefused(String bounds, String reason) {
    Stepping stepping = new Stepping(steps("ChangeInCapacity", null, bounds.split(" ")));

    assertThatThrownBy(stepping::check)
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest(name = "from {0}, {1} s after {2} became {3}: step {4} comes to {5}")
  @CsvSource({
    // Within the cooldown (300 s) what the first scale-out added is part of the second.
    "4, 100, 2, 4, 2, ",
    "4, 100, 2, 4, 3, 5",
    "4, 300, 2, 4, 2, 6",
    // A scale-in is not held up by a scale-out's cooldown.
    "4, 100, 2, 4, -1, 3"
  })
  void aScaleOutCoolsDown(
      int capacity, long ago, int before, int after, int change, @Nullable Integer expected) {
    Target target = target(NOW.minusSeconds(ago), before, after, null);

    assertThat(step(change).wanted(target, capacity, change > 0 ? 1 : -1, NOW))
        .isEqualTo(maybe(expected));
  }

  @ParameterizedTest(name = "{0} s after a scale-in, step {1} comes to {2}")
  @CsvSource({"299, -1, ", "300, -1, 3", "10, 1, 5"})
  void aScaleInCoolsDown(long ago, int change, @Nullable Integer expected) {
    Target target = target(null, 0, 0, NOW.minusSeconds(ago));

    assertThat(step(change).wanted(target, 4, change > 0 ? 1 : -1, NOW)).isEqualTo(maybe(expected));
  }

  @ParameterizedTest(name = "scaled out {0} s ago, in {1} s ago: {2} of tracking, {3} of a step")
  @CsvSource({"10, 20, 2, 3", "20, 10, , ", "400, 290, , ", "400, 300, 2, 3"})
  void aScaleOutCancelsTheCooldownOfAScaleIn(
      long outAgo, long inAgo, @Nullable Integer tracked, @Nullable Integer stepped) {
    Target target = target(null, 0, 0, null);
    Target scaled =
        outAgo < inAgo
            ? target.scaledIn(NOW.minusSeconds(inAgo)).scaledOut(NOW.minusSeconds(outAgo), 3, 4)
            : target.scaledOut(NOW.minusSeconds(outAgo), 3, 4).scaledIn(NOW.minusSeconds(inAgo));

    assertThat(Tracking.in(scaled, 4, 30, 60, 300, NOW)).isEqualTo(maybe(tracked));
    assertThat(step(-1).wanted(scaled, 4, -1, NOW)).isEqualTo(maybe(stepped));
  }

  private static OptionalInt maybe(@Nullable Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  @ParameterizedTest(name = "{0} instances at {1} each, {2} s after 2 became 4: {3}")
  @CsvSource({"4, 90, 400, 6", "4, 90, 100, ", "4, 180, 100, 6", "4, 50, 400, ", "4, 900, 400, 20"})
  void targetTrackingScalesOutToItsTarget(
      int capacity, double value, long ago, @Nullable Integer expected) {
    assertThat(
            Tracking.out(target(NOW.minusSeconds(ago), 2, 4, null), capacity, value, 60, 300, NOW))
        .isEqualTo(maybe(expected));
  }

  @ParameterizedTest(name = "{0} instances at {1} each, {2} s after a scale-in: {3}")
  @CsvSource({"4, 20, 300, 2", "4, 20, 299, ", "4, 0, 300, 1", "4, 59, 300, "})
  void targetTrackingScalesInToItsTarget(
      int capacity, double value, long ago, @Nullable Integer expected) {
    assertThat(
            Tracking.in(target(null, 0, 0, NOW.minusSeconds(ago)), capacity, value, 60, 300, NOW))
        .isEqualTo(maybe(expected));
  }

  @ParameterizedTest(name = "{0} in {1} after {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "at(2026-01-05T10:00:00) | UTC | 2026-01-05T09:00:00Z | 2026-01-05T10:00:00Z",
        "at(2026-01-05T10:00:00) | Europe/Paris | 2026-01-05T08:00:00Z | 2026-01-05T09:00:00Z",
        "at(2026-01-05T10:00:00) | UTC | 2026-01-05T10:00:00Z | ",
        "rate(5 minutes) | UTC | 2026-01-05T09:07:00Z | 2026-01-05T09:10:00Z",
        "rate(1 day) | UTC | 2026-01-05T09:00:00Z | 2026-01-06T09:00:00Z",
        "cron(0 9 * * ? *) | UTC | 2026-01-05T09:00:00Z | 2026-01-06T09:00:00Z",
        "cron(0/15 * * * ? *) | UTC | 2026-01-05T09:01:00Z | 2026-01-05T09:15:00Z",
        "cron(30 18 ? * MON-FRI *) | UTC | 2026-01-09T18:30:00Z | 2026-01-12T18:30:00Z",
        "cron(0 0 1 1,7 ? 2027) | UTC | 2026-01-05T09:00:00Z | 2027-01-01T00:00:00Z",
        "cron(0 0 1 1 ? 2020) | UTC | 2026-01-05T09:00:00Z | "
      })
  void schedulesFallDue(String text, String zone, Instant after, @Nullable Instant expected) {
    assertThat(Schedule.parse(text, zone).next(after, NOW).orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "every hour",
        "rate(0 minutes)",
        "rate(5 weeks)",
        "cron(0 9 * *)",
        "cron(61 9 * * ? *)",
        "cron(0 9 L * ? *)",
        "at(tomorrow)"
      })
  void whatIsNoScheduleIsRefused(String text) {
    assertThatThrownBy(() -> Schedule.parse(text, null))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("Invalid schedule expression");
  }

  private static Stepping step(int change) {
    return new Stepping(
        steps("ChangeInCapacity", null, change > 0 ? "0::" + change : ":0:" + change));
  }

  /** Steps written {@code lower:upper:adjustment}, an open end left out. */
  private static StepScalingPolicyConfiguration steps(
      String type, @Nullable Integer floor, String... written) {
    List<StepAdjustment> steps = new ArrayList<>();
    for (String one : written) {
      String[] parts = one.split(":", -1);
      steps.add(
          StepAdjustment.builder()
              .metricIntervalLowerBound(parts[0].isEmpty() ? null : Double.valueOf(parts[0]))
              .metricIntervalUpperBound(parts[1].isEmpty() ? null : Double.valueOf(parts[1]))
              .scalingAdjustment(Integer.valueOf(parts[2]))
              .build());
    }
    return StepScalingPolicyConfiguration.builder()
        .adjustmentType(type)
        .minAdjustmentMagnitude(floor)
        .stepAdjustments(steps)
        .build();
  }

  private static Target target(
      @Nullable Instant lastOut, int before, int after, @Nullable Instant lastIn) {
    return new Target(
        new Scope("123456789012", "us-east-1"),
        "endpoint/e/variant/v",
        Target.COUNT,
        "id",
        1,
        20,
        false,
        false,
        false,
        Map.of(),
        NOW,
        lastOut,
        before,
        after,
        lastIn);
  }
}
