package dev.slipway.rollout;

import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Marks;

/** What is there under a name that a deployment would use, and that Slipway did not make. */
final class NameTaken {

  private NameTaken() {}

  /** Says so, in a plan as in the run. */
  static Refused by(String what, String name, Endpoint endpoint) {
    return new Refused(
        "name-taken",
        "There is "
            + ("aeiou".indexOf(what.charAt(0)) < 0 ? "a " : "an ")
            + what
            + " named "
            + name
            + " that was not made by Slipway for this endpoint: it does not carry the mark "
            + Marks.ENDPOINT
            + "="
            + endpoint.name()
            + ", or is not on record. It was not touched. Rename or remove it, then deploy again.");
  }
}
