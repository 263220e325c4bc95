package dev.slipway.simulator.serving;

/** A container did not come up; the message is AWS's failure reason. */
public final class StartFailure extends Exception {

  public StartFailure(String reason) {
    super(reason);
  }

  /** The sentence for FailureReason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
