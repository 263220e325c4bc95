package dev.slipway.rollout;

import java.util.ArrayList;
import java.util.List;

/**
 * What a deployment has been examined by while its fleet baked.
 *
 * @param judgements the judge's looks, oldest first
 */
record Examined(List<Judgement> judgements) {

  static final Examined NOTHING = new Examined(List.of());

  Examined with(Judgement judgement) {
    List<Judgement> all = new ArrayList<>(judgements);
    all.add(judgement);
    return new Examined(List.copyOf(all));
  }
}
