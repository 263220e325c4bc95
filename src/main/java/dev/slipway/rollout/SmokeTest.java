package dev.slipway.rollout;

import dev.slipway.endpoint.PlannedSmokeTest.When;
import dev.slipway.judge.JudgeRules.Meaning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an update's new fleet answered the model's sample payloads. Payloads and answers are not
 * kept, since they may hold private data. Stored with the deployment: members may be added, never
 * renamed.
 *
 * @param when in which part of the update the samples are sent
 * @param bakeSince when that bake began; null after the update
 * @param outcome null while it goes on
 * @param followed the consequence that the environment has set for the outcome; null while the test
 *     goes on
 * @param samples one by one
 * @param sentence what it found, for a person
 */
public record SmokeTest(
    When when,
    @Nullable Instant bakeSince,
    @Nullable Outcome outcome,
    @Nullable Meaning followed,
    List<Sent> samples,
    String sentence,
    Instant startedAt,
    @Nullable Instant finishedAt) {

  /** What a smoke test says. */
  public enum Outcome {
    /** Every call was answered with 2xx, and as the sample's schema asks. */
    PASS,
    /** The new fleet gave a wrong answer. */
    FAIL,
    /** The samples could not be sent, or say nothing of the new fleet alone. */
    INSUFFICIENT_EVIDENCE
  }

  /**
   * The calls of one sample.
   *
   * @param digest a hash of what was sent and of what the answer had to be; null before it was sent
   * @param planned how many calls are made
   * @param calls how many have been
   * @param wrong how many of them were answered wrongly
   * @param status the HTTP status of the last answer, of the last wrong one if there was one; null
   *     before an answer, and when none came
   * @param millis how long the slowest answer took
   * @param fault what was wrong with the last wrong answer; null while nothing was
   */
  public record Sent(
      String sample,
      @Nullable String digest,
      int planned,
      int calls,
      int wrong,
      @Nullable Integer status,
      @Nullable Long millis,
      @Nullable String fault) {

    boolean sometimesRight() {
      return wrong < calls;
    }
  }

  /** The first sample that is not sent as often as planned; -1 when all are. */
  int next() {
    for (int i = 0; i < samples.size(); i++) {
      if (samples.get(i).calls() < samples.get(i).planned()) return i;
    }
    return -1;
  }

  SmokeTest with(int index, Sent sent) {
    List<Sent> all = new ArrayList<>(samples);
    all.set(index, sent);
    return new SmokeTest(
        when, bakeSince, outcome, followed, List.copyOf(all), sentence, startedAt, finishedAt);
  }

  SmokeTest ended(Outcome found, Meaning meaning, String said, Instant now) {
    return new SmokeTest(when, bakeSince, found, meaning, samples, said, startedAt, now);
  }
}
