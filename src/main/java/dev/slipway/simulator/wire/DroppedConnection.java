package dev.slipway.simulator.wire;

/** The connection is closed without an answer, whatever the operation did. */
public final class DroppedConnection extends RuntimeException {

  public DroppedConnection() {
    super("The connection was dropped before the answer.");
  }
}
