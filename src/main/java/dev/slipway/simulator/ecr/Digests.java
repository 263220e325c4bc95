package dev.slipway.simulator.ecr;

import dev.slipway.base.Sha256;

/** Content digests as registries write them. */
final class Digests {

  private Digests() {}

  /** {@code sha256:} and the hash of the text in hexadecimal. */
  static String of(String text) {
    return "sha256:" + Sha256.hex(text);
  }
}
