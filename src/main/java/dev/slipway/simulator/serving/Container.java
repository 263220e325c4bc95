package dev.slipway.simulator.serving;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A running model container, as SageMaker's contract has it ("Use Your Own Inference Code with
 * Hosting Services"): {@code GET /ping} and {@code POST /invocations}. Safe for many threads.
 */
public sealed interface Container permits BuiltInContainer, HttpContainer {

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
   */
  record Invocation(
      byte[] body,
      @Nullable String contentType,
      @Nullable String accept,
      @Nullable String customAttributes) {}

  /**
   * The model's answer.
   *
   * @param status the container's own HTTP status; 0 when it gave none in time
   * @param hold how much longer the model takes than its computing does, in the machine's time
   */
  record Answer(
      int status,
      byte[] body,
      String contentType,
      @Nullable String customAttributes,
      Duration hold) {}
}
