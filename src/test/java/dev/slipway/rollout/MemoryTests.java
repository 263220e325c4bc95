package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import dev.slipway.endpoint.PlannedSmokeTest.When;
import dev.slipway.judge.JudgeRules.Meaning;
import dev.slipway.judge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is remembered stays while something else is added, and what is stored can be read again. */
class MemoryTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Swap SWAP = new Swap("old", "old-config", "new", null, null);
  private static final Shortage SHORTAGE = new Shortage(List.of("a", "b"), 1, new UUID(0, 7));

  @Test
  void nothingIsForgottenWhenSomethingIsAdded() {
    Memory memory = full();
    assertThat(memory.made()).isEqualTo(new Memory.Made("role", "model", "config"));
    assertThat(memory.before()).isEqualTo(new Memory.Before("before", NOW));
    assertThat(memory.scaled()).isEqualTo(new Memory.Scaled(1, 4, null));
    assertThat(memory.swap()).isEqualTo(SWAP);
    assertThat(memory.shortage()).isEqualTo(SHORTAGE);
    assertThat(memory.bookings()).isEmpty();
    assertThat(memory.judgements()).containsExactly(judgement(1), judgement(2));
    assertThat(memory.bakes()).containsExactly(bake(1), bake(2));
    assertThat(memory.smokeTest()).isEqualTo(smokeTest());
    assertThat(memory.diagnosis()).isEqualTo(diagnosis());
    assertThat(memory.pace().failures()).isEqualTo(1);
    assertThat(memory.undoingTo()).isNull();
    Memory undoing = memory.undoing(DeploymentState.FAILED, NOW.plusSeconds(9));
    assertThat(undoing.undoingTo()).isEqualTo(DeploymentState.FAILED);
    assertThat(undoing.pace()).isEqualTo(new Pace(NOW.plusSeconds(9), 0, 0, null));
    assertThat(undoing.with(memory.pace()).withBookings(memory.bookings()))
        .usingRecursiveComparison()
        .ignoringFields("undoingTo")
        .isEqualTo(memory);
  }

  @Test
  void whatIsStoredIsReadAgainAlsoFromBeforeItKnewWhyItWentBack() {
    Memory memory = Memory.EMPTY.with(Memory.EMPTY.pace().begun(NOW).telling("the alarm"));
    Memory back = memory.with(memory.pace().goingBack(new Memory.Why("code", "It fired.")));
    String stored = Json.write(back);
    assertThat(Json.read(stored, Memory.class)).isEqualTo(back);
    String older = stored.replaceFirst(",\"went_?[bB]ack\":\\{[^}]*}", "");
    assertThat(older).isNotEqualTo(stored);
    assertThat(Json.read(older, Memory.class)).isEqualTo(memory);
  }

  @Test
  void aBakeThatIsTheJudgesIsReadAgainAndEarlierDocumentsHaveNone() {
    Memory memory = Memory.EMPTY.judged(judgement(1)).baking(bake(1), 3);
    String stored = Json.write(memory);
    assertThat(Json.read(stored, Memory.class)).isEqualTo(memory);
    String older = stored.replaceFirst(",\"bakes\":\\[[^]]*]", "");
    assertThat(older).isNotEqualTo(stored);
    assertThat(Json.read(older, Memory.class).bakes()).isEmpty();
  }

  @Test
  void nothingHasBeenExaminedAtFirst() {
    assertThat(Memory.EMPTY.judgements()).isEmpty();
    assertThat(Memory.EMPTY.bakes()).isEmpty();
    assertThat(Memory.EMPTY.smokeTest()).isNull();
    assertThat(Memory.EMPTY.diagnosis()).isNull();
    assertThat(Memory.EMPTY.copying()).isEmpty();
    assertThat(Memory.EMPTY.copying(List.of()).copies()).isNull();
  }

  @Test
  void predictionsThatWereSwitchedGoBackWhenUndoingBegins() {
    Memory before = Memory.EMPTY.swapping(SWAP).undoing(DeploymentState.FAILED, NOW);
    assertThat(before.swap()).isEqualTo(SWAP);
    Swap switched = SWAP.switchedAt(NOW);
    assertThat(switched.switched()).isTrue();
    Swap back =
        Objects.requireNonNull(
            Memory.EMPTY
                .swapping(switched)
                .undoing(DeploymentState.ROLLED_BACK, NOW.plusSeconds(60))
                .swap());
    assertThat(back).isEqualTo(new Swap("old", "old-config", "new", NOW, NOW.plusSeconds(60)));
  }

  @Test
  void aStepsPaceCountsFailuresInARowAndChangesThatSettleNothing() {
    Pace pace = Memory.EMPTY.pace().begun(NOW);
    assertThat(pace.begun(NOW.plusSeconds(5)).since()).isEqualTo(NOW);
    assertThat(pace.until(NOW.plusSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    assertThat(Memory.EMPTY.pace().until(NOW)).isZero();
    assertThat(pace.unanswered().unanswered().failures()).isEqualTo(2);
    assertThat(pace.unanswered().answered().failures()).isZero();
    assertThat(pace.changed().changed().changes()).isEqualTo(2);
    assertThat(pace.changed().settled().changes()).isZero();
    Memory.Why why = new Memory.Why("code", "It fired.");
    Instant asked = NOW.plusSeconds(7);
    assertThat(
            pace.askedBack(asked, NOW).goingBack(why).changed().unanswered().telling("the alarm"))
        .isEqualTo(new Pace(NOW, 1, 1, "the alarm", why, asked));
  }

  private static Memory full() {
    return Memory.EMPTY
        .withExecutionRole("role")
        .withModel("model")
        .withEndpointConfig("config")
        .withBefore("before", NOW)
        .withScaled(new Memory.Scaled(1, 4))
        .swapping(SWAP)
        .with(SHORTAGE)
        .withBookings(Map.of())
        .baking(bake(1), 3)
        .judged(judgement(1))
        .tested(smokeTest())
        .judged(judgement(2))
        .baking(bake(2), 3)
        .diagnosed(diagnosis())
        .with(Memory.EMPTY.pace().unanswered());
  }

  private static Bake bake(int part) {
    return new Bake(false, part / 4.0, NOW.plusSeconds(900L * part), Duration.ofMinutes(15));
  }

  private static Judgement judgement(int minute) {
    return new Judgement(
        NOW,
        NOW.plusSeconds(60L * minute),
        null,
        Verdict.Outcome.PASS,
        Meaning.CONTINUE,
        List.of(),
        List.of(),
        List.of(),
        "It is as good.");
  }

  private static SmokeTest smokeTest() {
    return new SmokeTest(When.FIRST_BAKE, NOW, null, null, List.of(), "It goes on.", NOW, null);
  }

  private static Diagnosis diagnosis() {
    return new Diagnosis(
        StartFailureCause.values()[0], "It ran out.", null, "More.", "group", List.of(), null, NOW);
  }
}
