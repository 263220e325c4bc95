package dev.slipway.environment;

import dev.slipway.judge.JudgeRules.Meaning;

/**
 * What an environment makes of a smoke test: the model's samples, sent through a new fleet before
 * its release counts as good.
 *
 * @param onFail what follows when an answer is wrong
 * @param onInsufficientEvidence what follows when the samples could not be sent, or say nothing of
 *     the new fleet alone
 */
public record SmokeRules(Meaning onFail, Meaning onInsufficientEvidence) {

  /** A wrong answer aborts, and no evidence is no objection. */
  public static final SmokeRules USUAL = new SmokeRules(Meaning.ABORT, Meaning.CONTINUE);
}
