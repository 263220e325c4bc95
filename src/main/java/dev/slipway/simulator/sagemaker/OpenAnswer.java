package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.fault.Cut;
import dev.slipway.simulator.serving.Container;
import dev.slipway.simulator.serving.Parts;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/** An answer that has begun: its head is known, its parts are still to come. Ends once. */
final class OpenAnswer {

  /** Told how it ended. */
  @FunctionalInterface
  interface End {

    /**
     * @param status the container's; 0 when it broke off
     * @param body what came, whole when the status is the container's
     */
    void was(int status, byte[] body);
  }

  private final InvokeEndpointResponse head;
  private final Container.Streamed streamed;
  private final Optional<Cut> cut;
  private final Instant began;
  private final End end;
  private final AtomicBoolean ended = new AtomicBoolean();

  OpenAnswer(
      InvokeEndpointResponse head,
      Container.Streamed streamed,
      Optional<Cut> cut,
      Instant began,
      End end) {
    this.head = head;
    this.streamed = streamed;
    this.cut = cut;
    this.began = began;
    this.end = end;
  }

  /** The answer without its body. */
  InvokeEndpointResponse head() {
    return head;
  }

  Parts parts() {
    return streamed.parts();
  }

  /** Where it is to break off; empty when it is not. */
  Optional<Cut> cut() {
    return cut;
  }

  /** In AWS time. */
  Instant began() {
    return began;
  }

  @Nullable String closedSession() {
    return streamed.head().closedSession();
  }

  /** All parts have come. */
  void complete(byte[] body) {
    over(streamed.head().status(), body);
  }

  /** It ended before its time. */
  void brokenOff() {
    over(0, new byte[0]);
  }

  private void over(int status, byte[] body) {
    if (ended.compareAndSet(false, true)) {
      streamed.parts().close();
      end.was(status, body);
    }
  }
}
