package dev.slipway.rollout;

/**
 * What befalls a deployment once.
 *
 * @param at at which of its AWS calls, or of its commits, counted from 1
 */
record Fate(Kind kind, int at) {

  /** What can befall it. */
  enum Kind {
    /** The process dies before an AWS call leaves. */
    DIES_BEFORE_CALL,
    /** The process dies once the answer is there, before anything is made of it. */
    DIES_AFTER_CALL,
    /** AWS does what was asked; the answer is lost. */
    ANSWER_LOST,
    /** AWS answers that it is asked too often. */
    THROTTLED,
    /** AWS answers 503. */
    SERVER_ERROR,
    /** AWS does what was asked; the answer comes too late. */
    TIMED_OUT,
    /** The connection breaks before AWS has done anything. */
    RESET,
    /** The process dies in the transaction that would have stored the tick. */
    DIES_BEFORE_COMMIT,
    /** The process dies once the tick is stored; the tick is revived later. */
    DIES_AFTER_COMMIT,
    /** Postgres ends every connection while the transaction is about to commit. */
    CONNECTIONS_KILLED;

    boolean atCommit() {
      return this == DIES_BEFORE_COMMIT || this == DIES_AFTER_COMMIT || this == CONNECTIONS_KILLED;
    }
  }
}
