package dev.slipway.rollout;

/**
 * What befalls a deployment once.
 *
 * @param stood where it stood then: state, step and what it waited for
 * @param time the how manieth tick of those that find it there, counted from 1
 * @param call the how manieth AWS call of that tick, counted from 1; 0 for its commit
 * @param what the call's operation, for people
 */
record Fate(Kind kind, String stood, int time, int call, String what) {

  /** The moment, whatever befalls it then. */
  String place() {
    return stood + " " + time + " " + call;
  }

  @Override
  public String toString() {
    return kind
        + " at "
        + stood.strip()
        + " #"
        + time
        + (call == 0 ? "" : " " + what + " #" + call);
  }

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
