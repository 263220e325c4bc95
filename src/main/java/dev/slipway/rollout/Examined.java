package dev.slipway.rollout;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the examinations of a deployment's new fleet have found so far.
 *
 * @param judgements the judge's looks, oldest first
 * @param smokeTest the model's sample payloads; null before the first was sent
 * @param diagnosis why the fleet did not come up; null when it did or is not known not to
 */
record Examined(
    List<Judgement> judgements, @Nullable SmokeTest smokeTest, @Nullable Diagnosis diagnosis) {

  static final Examined NOTHING = new Examined(List.of(), null, null);

  Examined with(Judgement judgement) {
    List<Judgement> all = new ArrayList<>(judgements);
    all.add(judgement);
    return new Examined(List.copyOf(all), smokeTest, diagnosis);
  }

  Examined with(SmokeTest test) {
    return new Examined(judgements, test, diagnosis);
  }

  Examined with(Diagnosis found) {
    return new Examined(judgements, smokeTest, found);
  }
}
