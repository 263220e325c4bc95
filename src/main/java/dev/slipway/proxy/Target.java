package dev.slipway.proxy;

/** The endpoint that a caller named. */
sealed interface Target {

  /** What it is asked for. */
  Operation operation();

  /** By its stable name. */
  record Named(String endpoint, Operation operation) implements Target {

    Named(String endpoint) {
      this(endpoint, Operation.INVOKE);
    }
  }

  /** By what runs there. */
  record Logical(String environment, String model) implements Target {

    @Override
    public Operation operation() {
      return Operation.INVOKE;
    }
  }
}
