package dev.slipway.simulator.wire;

import java.util.function.Consumer;

/** A response's body that comes part by part. Exactly one of its methods is called, once. */
public interface BodyParts {

  /**
   * Writes the whole body, and returns when it is complete.
   *
   * @param to returns when the client has taken a part, and throws when it has gone away
   */
  void write(Consumer<byte[]> to);

  /** Nobody reads it. */
  void discard();
}
