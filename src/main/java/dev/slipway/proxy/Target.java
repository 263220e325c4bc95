package dev.slipway.proxy;

/** The endpoint that a caller named. */
sealed interface Target {

  /** By its stable name. */
  record Named(String endpoint) implements Target {}

  /** By what runs there. */
  record Logical(String environment, String model) implements Target {}
}
