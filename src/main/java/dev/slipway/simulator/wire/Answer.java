package dev.slipway.simulator.wire;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What an operation answers: its response shape, and for the few operations whose body is beside
 * the shape that body, whole (S3's GetObject) or in parts (response streams).
 *
 * @param contentType the body's type where the shape does not tell it
 * @param parts the body where it comes in parts
 */
public record Answer(
    SdkPojo response,
    byte @Nullable [] body,
    @Nullable String contentType,
    @Nullable BodyParts parts) {

  /** An answer with a body beside its shape. */
  public Answer(SdkPojo response, byte @Nullable [] body) {
    this(response, body, null, null);
  }

  /** An answer that is all in its shape. */
  public static Answer of(SdkPojo response) {
    return new Answer(response, null);
  }

  /** An answer whose body is a stream of events. */
  public static Answer of(SdkPojo response, EventStream.Source events) {
    return new Answer(response, null, EventStream.TYPE, EventStream.body(events));
  }

  /** Nobody will read it. */
  public void discard() {
    if (parts != null) {
      parts.discard();
    }
  }
}
