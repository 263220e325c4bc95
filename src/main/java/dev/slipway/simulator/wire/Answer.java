package dev.slipway.simulator.wire;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What an operation answers: its response shape, and for the few operations whose body is a stream
 * of bytes beside the shape (S3's GetObject) those bytes.
 */
public record Answer(SdkPojo response, byte @Nullable [] body) {

  /** An answer that is all in its shape. */
  public static Answer of(SdkPojo response) {
    return new Answer(response, null);
  }
}
