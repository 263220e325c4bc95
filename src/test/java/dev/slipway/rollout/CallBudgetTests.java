package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How many AWS calls a plain update makes when nothing goes wrong. docs/aws-calls.md has them by
 * purpose.
 */
class CallBudgetTests {

  private static final int MOST = 41;

  @Test
  void aPlainUpdateMakesAtMostFortyOneCallsAndPollsThatBackOff() {
    try (MatrixStage stage = new MatrixStage(Duration.ofSeconds(1))) {
      Lot lot = stage.play(Story.UPDATE, Collections.singletonList(null)).getFirst();
      assertThat(stage.ending(lot).state()).isEqualTo("SUCCEEDED");
      Map<String, List<String>> byStep = new LinkedHashMap<>();
      List<Instant> polls = new ArrayList<>();
      for (int i = 0; i < lot.ticks.size(); i++) {
        Lot.Tick tick = lot.ticks.get(i);
        Instant at = lot.times.get(i);
        if (polls(lot.ticks, i)) {
          tick.operations().forEach(one -> polls.add(at));
        } else {
          byStep
              .computeIfAbsent(tick.stood().split(" ", -1)[1], step -> new ArrayList<>())
              .addAll(tick.operations());
        }
      }
      int calls = byStep.values().stream().mapToInt(List::size).sum();
      System.out.println(
          "AWS calls of a plain update: " + calls + ", and " + polls.size() + " polls");
      byStep.forEach((step, made) -> System.out.println("  " + step + " " + made));
      assertThat(calls).isLessThanOrEqualTo(MOST);
      for (Instant from : polls) {
        assertThat(
                polls.stream()
                    .filter(
                        at -> !at.isBefore(from) && at.isBefore(from.plus(Duration.ofMinutes(1))))
                    .count())
            .as("polls in the minute from %s", from)
            .isLessThanOrEqualTo(12);
      }
      assertThat(polls.stream().filter(at -> at.isAfter(polls.getLast().minusSeconds(120))).count())
          .as("polls in the last two minutes, after backing off")
          .isLessThanOrEqualTo(14);
    }
  }

  /** Whether a tick looked and found nothing to do: the next one stands where it stood. */
  private static boolean polls(List<Lot.Tick> ticks, int index) {
    if (index + 1 >= ticks.size()) return false;
    String step = ticks.get(index).stood().split(" ", -1)[1];
    String next = ticks.get(index + 1).stood().split(" ", -1)[1];
    boolean onlyLooks =
        ticks.get(index).operations().stream().allMatch(one -> one.startsWith("Describe"));
    return step.equals(next) && onlyLooks && (step.equals("AWAIT") || step.equals("ALARMS"));
  }
}
