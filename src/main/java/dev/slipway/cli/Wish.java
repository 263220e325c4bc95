package dev.slipway.cli;

/**
 * The end of a deployment that the user waits for. The same end can be a failure for one wish and a
 * success for the other.
 */
enum Wish {
  /** The deployment succeeds. */
  DONE,
  /** The deployment is undone. */
  UNDONE;

  /** The exit that a deployment's end means for a user with this wish. */
  Exit meaning(Exit end) {
    return switch (this) {
      case DONE -> end;
      case UNDONE ->
          switch (end) {
            case ROLLED_BACK, CANCELED -> Exit.DONE;
            // The deployment succeeded before it could be stopped.
            case DONE -> Exit.FAILED;
            case FAILED,
                REFUSED,
                NOT_AUTHORISED,
                NO_ANSWER,
                NEEDS_ATTENTION,
                TIMED_OUT,
                WAITING_FOR_APPROVAL,
                USAGE ->
                end;
          };
    };
  }
}
