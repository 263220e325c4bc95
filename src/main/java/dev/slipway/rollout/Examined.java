package dev.slipway.rollout;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment has been examined by while its fleet baked.
 *
 * @param judgements the judge's looks, oldest first
 * @param smokeTest the model's sample payloads; null before the first was sent
 */
record Examined(List<Judgement> judgements, @Nullable SmokeTest smokeTest) {

  static final Examined NOTHING = new Examined(List.of(), null);

  Examined with(Judgement judgement) {
    List<Judgement> all = new ArrayList<>(judgements);
    all.add(judgement);
    return new Examined(List.copyOf(all), smokeTest);
  }

  Examined with(SmokeTest test) {
    return new Examined(judgements, test);
  }
}
