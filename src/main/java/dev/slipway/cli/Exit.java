package dev.slipway.cli;

/**
 * How a command ended, as scripts see it. The codes are a promise ({@code docs/cli.md}); the order
 * here is from what needs somebody most to what needs nobody.
 */
enum Exit {
  /** The deployment failed; what served before serves. */
  FAILED(1),
  /** The earlier release serves again. */
  ROLLED_BACK(3),
  /** A gate, the plan, a rule or the state of things forbids it. */
  REFUSED(4),
  /** There is no token, it is not known, or its role does not suffice. */
  NOT_AUTHORISED(5),
  /** Nobody answered, or the service or this command failed itself. */
  NO_ANSWER(6),
  /** A person must decide how it goes on. */
  NEEDS_ATTENTION(8),
  /** It was called off. */
  CANCELED(9),
  /** It goes on; only the waiting is over. */
  TIMED_OUT(7),
  /** It has not begun: people or checks have to decide first. */
  WAITING_FOR_APPROVAL(10),
  /** The command was not understood. */
  USAGE(2),
  /** Done, or nothing to do. */
  DONE(0);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** How a command ends that is answered with an error of this status of HTTP. */
  static Exit ofStatus(int status) {
    return switch (status) {
      case 400 -> USAGE;
      case 401, 403 -> NOT_AUTHORISED;
      default -> status >= 500 || status == 429 ? NO_ANSWER : REFUSED;
    };
  }

  /** Of two ends, the one that somebody has to look at first. */
  Exit or(Exit other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
