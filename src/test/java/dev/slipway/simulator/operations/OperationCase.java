package dev.slipway.simulator.operations;

import java.util.function.Consumer;

/**
 * An operation with a call that works and one that AWS refuses.
 *
 * @param operation as the router names it, such as {@code SAGEMAKER CreateModel}
 * @param success a call, and what must hold of its answer
 * @param error a call that is refused
 * @param code the error's code
 * @param text a part of AWS's sentence
 */
record OperationCase(
    String operation,
    Consumer<Clients> success,
    Consumer<Clients> error,
    String code,
    String text) {

  @Override
  public String toString() {
    return operation;
  }
}
