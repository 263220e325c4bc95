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
 * @param bakes the bakes that were seen and are the judge's to look at, oldest first; null for none
 * @param looks how many such bakes the update has, counted when the first was seen: the fleet may
 *     grow once it serves; null before that
 */
record Examined(
    List<Judgement> judgements,
    @Nullable SmokeTest smokeTest,
    @Nullable Diagnosis diagnosis,
    @Nullable List<Bake> bakes,
    @Nullable Integer looks) {

  static final Examined NOTHING = new Examined(List.of(), null, null, null, null);

  Examined with(Judgement judgement) {
    return new Examined(and(judgements, judgement), smokeTest, diagnosis, bakes, looks);
  }

  Examined with(SmokeTest test) {
    return new Examined(judgements, test, diagnosis, bakes, looks);
  }

  Examined with(Diagnosis found) {
    return new Examined(judgements, smokeTest, found, bakes, looks);
  }

  Examined with(Bake bake, int ofLooks) {
    return new Examined(
        judgements,
        smokeTest,
        diagnosis,
        and(bakes == null ? List.of() : bakes, bake),
        looks == null ? Integer.valueOf(ofLooks) : looks);
  }

  private static <T> List<T> and(List<T> some, T one) {
    List<T> all = new ArrayList<>(some);
    all.add(one);
    return List.copyOf(all);
  }
}
