package dev.slipway.simulator.serving;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A running model container, as SageMaker's contract has it ("Use Your Own Inference Code with
 * Hosting Services"): {@code GET /ping} and {@code POST /invocations}. Safe for many threads.
 */
public sealed interface Container permits BuiltInContainer, HttpContainer, ContainerGroup {

  /** Whether {@code GET /ping} answers 200. */
  boolean ping();

  /** {@code POST /invocations}. */
  Answer invoke(Invocation invocation);

  /** Ends it; called once nothing is outstanding any more. */
  void stop();

  /**
   * A request to the model.
   *
   * @param contentType null when the caller gave none
   * @param target the host name of the one container that is meant; null for whatever serves
   */
  record Invocation(
      byte[] body,
      @Nullable String contentType,
      @Nullable String accept,
      @Nullable String customAttributes,
      @Nullable String target) {}

  /**
   * The model's answer.
   *
   * @param status the container's own HTTP status; 0 when it gave none in time
   * @param hold how much longer the model takes than its computing does, in the machine's time
   * @param container the name of the container that gave it, as AWS's messages have it
   */
  record Answer(
      int status,
      byte[] body,
      String contentType,
      @Nullable String customAttributes,
      Duration hold,
      String container) {

    /** An answer of a model's only container. */
    public Answer(
        int status,
        byte[] body,
        String contentType,
        @Nullable String customAttributes,
        Duration hold) {
      this(status, body, contentType, customAttributes, hold, "primary");
    }

    boolean isError() {
      return status == 0 || status >= 400;
    }

    Answer by(String name) {
      return new Answer(status, body, contentType, customAttributes, hold, name);
    }

    Answer after(Duration earlier) {
      return new Answer(status, body, contentType, customAttributes, hold.plus(earlier), container);
    }
  }
}
