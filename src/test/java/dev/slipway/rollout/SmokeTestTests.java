package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.PlannedSmokeTest.When;
import dev.slipway.judge.JudgeRules.Meaning;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which sample is sent next, and what is kept of those that were. */
class SmokeTestTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void samplesAreSentOneAfterAnotherAsOftenAsPlanned() {
    SmokeTest test = of(sent("a", 2, 2, 0), sent("b", 3, 1, 0), sent("c", 1, 0, 0));
    assertThat(test.next()).isEqualTo(1);
    SmokeTest then = test.with(1, sent("b", 3, 3, 1));
    assertThat(then.next()).isEqualTo(2);
    assertThat(then.samples()).extracting(SmokeTest.Sent::calls).containsExactly(2, 3, 0);
    assertThat(then.with(2, sent("c", 1, 1, 0)).next()).isEqualTo(-1);
  }

  @Test
  void aSampleIsSometimesRightWhenNotAllAnswersWereWrong() {
    assertThat(sent("a", 5, 3, 2).sometimesRight()).isTrue();
    assertThat(sent("a", 5, 3, 3).sometimesRight()).isFalse();
  }

  @Test
  void itsEndSaysWhatFollows() {
    SmokeTest ended =
        of(sent("a", 1, 1, 1)).ended(SmokeTest.Outcome.FAIL, Meaning.ABORT, "Wrong.", NOW);
    assertThat(ended)
        .isEqualTo(
            new SmokeTest(
                When.FINAL_BAKE,
                NOW,
                SmokeTest.Outcome.FAIL,
                Meaning.ABORT,
                List.of(sent("a", 1, 1, 1)),
                "Wrong.",
                NOW,
                NOW));
  }

  private static SmokeTest of(SmokeTest.Sent... samples) {
    return new SmokeTest(
        When.FINAL_BAKE, NOW, null, null, List.of(samples), "It goes on.", NOW, null);
  }

  private static SmokeTest.Sent sent(String sample, int planned, int calls, int wrong) {
    return new SmokeTest.Sent(sample, "digest", planned, calls, wrong, 200, 12L, null);
  }
}
