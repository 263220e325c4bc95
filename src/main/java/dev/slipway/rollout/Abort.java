package dev.slipway.rollout;

import java.time.Instant;

/**
 * The decision that a deployment is to be undone. The first decision counts, and it comes before
 * anything else that the deployment is doing.
 *
 * @param cause who or what decided
 * @param reason the sentence with the numbers
 * @param by the person who decided; {@code slipway} when no person did
 * @param at when, in cloud time
 */
public record Abort(Cause cause, String reason, String by, Instant at) {

  /** Who or what may decide that. */
  public enum Cause {
    /** A person canceled, or rolled back in mid-update. */
    PERSON("aborted-by-hand"),
    /** A later promotion took its place. */
    SUPERSEDED("superseded"),
    /** The judge failed the new fleet. */
    JUDGE("failed-by-the-judge"),
    /** The judge could not tell, and the environment treats that as a failure. */
    NO_EVIDENCE("insufficient-evidence"),
    /** The new fleet's answers to the sample payloads were wrong. */
    SMOKE_TEST("failed-its-smoke-test"),
    /** A rollback alarm fired, and SageMaker did not act on it. */
    ALARM("rollback-alarm-fired");

    private final String code;

    Cause(String code) {
      this.code = code;
    }

    /** The reason code of a deployment that ended by this cause. */
    String code() {
      return code;
    }
  }

  static Abort bySlipway(Cause cause, String reason, Instant at) {
    return new Abort(cause, reason, "slipway", at);
  }

  /** The reason as a deployment shows it. */
  String sentence() {
    return switch (cause) {
      case PERSON -> by + " aborted it: " + reason;
      case SUPERSEDED -> by + " superseded it by a later promotion: " + reason;
      case JUDGE, NO_EVIDENCE, SMOKE_TEST, ALARM -> reason;
    };
  }
}
