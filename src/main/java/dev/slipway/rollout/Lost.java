package dev.slipway.rollout;

/** An endpoint that was there and is not, without Slipway's doing. */
final class Lost {

  /** The reason code. */
  static final String CODE = "endpoint-lost";

  private Lost() {}

  /** Says so; {@code endpoint} is its name in AWS. */
  static String sentence(String endpoint) {
    return "The endpoint " + endpoint + " is gone: somebody deleted it.";
  }

  /** Where something live hung on it. */
  static Outcome stuck(String endpoint) {
    return new Outcome.Stuck(CODE, sentence(endpoint), null);
  }
}
