package dev.slipway.cli;

/** Where the bearer token comes from. It is asked before every request. */
interface TokenSource {

  /** The token to send now. */
  String token();
}
