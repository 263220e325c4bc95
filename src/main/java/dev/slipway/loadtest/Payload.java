package dev.slipway.loadtest;

/**
 * What is sent.
 *
 * @param sha256 of the body, as the signature wants it
 */
record Payload(String contentType, byte[] body, String sha256) {

  /** Without what is in it. */
  @Override
  public String toString() {
    return "Payload[" + contentType + ", " + body.length + " bytes]";
  }
}
