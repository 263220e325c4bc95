package dev.slipway.simulator.wire;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What an operation answers: its response shape, and for the few operations whose body is a stream
 * of bytes beside the shape (S3's GetObject, response streams) those bytes.
 *
 * @param contentType the body's type where the shape does not tell it
 */
public record Answer(SdkPojo response, byte @Nullable [] body, @Nullable String contentType) {

  /** An answer with a body beside its shape. */
  public Answer(SdkPojo response, byte @Nullable [] body) {
    this(response, body, null);
  }

  /** An answer that is all in its shape. */
  public static Answer of(SdkPojo response) {
    return new Answer(response, null);
  }

  /** An answer whose body is a stream of events. */
  public static Answer of(SdkPojo response, EventStream events) {
    return new Answer(response, events.bytes(), EventStream.TYPE);
  }
}
