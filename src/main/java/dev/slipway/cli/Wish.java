package dev.slipway.cli;

/** What somebody waits for: what has failed for the one is what the other wanted. */
enum Wish {
  /** That the deployment does what it is for. */
  DONE,
  /** That the deployment is undone. */
  UNDONE;

  /** What a deployment's end means to who wished this. */
  Exit meaning(Exit end) {
    return switch (this) {
      case DONE -> end;
      case UNDONE ->
          switch (end) {
            case ROLLED_BACK, CANCELED -> Exit.DONE;
            // It came through before it could be stopped.
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
