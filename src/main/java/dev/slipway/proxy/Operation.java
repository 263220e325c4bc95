package dev.slipway.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What SageMaker Runtime can be asked for, each at a path of its own. */
enum Operation {
  /** InvokeEndpoint: an answer in one piece. */
  INVOKE("invocations"),
  /** InvokeEndpointWithResponseStream: an event stream. */
  STREAM("invocations-response-stream"),
  /** InvokeEndpointAsync: where the answer will lie. */
  ASYNC("async-invocations");

  private static final List<Operation> ALL = List.of(values());

  /** The last part of the path. */
  final String word;

  Operation(String word) {
    this.word = word;
  }

  /** The one of that path; null for none. */
  static @Nullable Operation of(String word) {
    for (Operation operation : ALL) {
      if (operation.word.equals(word)) {
        return operation;
      }
    }
    return null;
  }
}
