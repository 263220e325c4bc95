package dev.slipway.loadtest;

/**
 * A payload that is sent.
 *
 * @param sha256 of the body, as the signature wants it
 */
record Payload(String contentType, byte[] body, String sha256) {

  /** Without the content. */
  @Override
  public String toString() {
    return "Payload[" + contentType + ", " + body.length + " bytes]";
  }
}
