package dev.slipway.proxy;

/** What SageMaker Runtime can be asked for, each at a path of its own. */
enum Operation {
  /** InvokeEndpoint: an answer in one piece. */
  INVOKE("invocations"),
  /** InvokeEndpointWithResponseStream: an event stream. */
  STREAM("invocations-response-stream"),
  /** InvokeEndpointAsync: where the answer will lie. */
  ASYNC("async-invocations");

  /** The last part of the path. */
  final String word;

  Operation(String word) {
    this.word = word;
  }

  static Operation of(String word) {
    for (Operation operation : values()) {
      if (operation.word.equals(word)) {
        return operation;
      }
    }
    throw new IllegalArgumentException(word);
  }
}
