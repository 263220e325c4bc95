package dev.slipway.secret;

import dev.slipway.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that the operator configured.
 *
 * @param id its fingerprint, stored with everything that it sealed. So keys need no names, and an
 *     id can never come to mean another key
 */
record SealingKey(String id, SecretKey key) {

  private static final int BYTES = 32;
  private static final int ID_BYTES = 4;

  /**
   * Reads one.
   *
   * @param text 32 random bytes in base64, of either alphabet
   * @throws UnusableKeys when it is none
   */
  static SealingKey of(String text) {
    byte[] bytes = decoded(text.strip());
    if (bytes.length != BYTES) {
      throw new UnusableKeys(
          "A key in slipway.secrets has %d bytes, not %d.".formatted(bytes.length, BYTES),
          "Make one with openssl rand -base64 32.");
    }
    return new SealingKey(id(bytes), new SecretKeySpec(bytes, "AES"));
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getUrlDecoder()
          .decode(text.replace('+', '-').replace('/', '_').replaceAll("=+$", ""));
    } catch (IllegalArgumentException e) {
      throw new UnusableKeys(
          "A key in slipway.secrets is not base64.", "Make one with openssl rand -base64 32.");
    }
  }

  private static String id(byte[] key) {
    MessageDigest digest = Sha256.begin();
    digest.update("slipway sealing key".getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest.digest(key), 0, ID_BYTES);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "SealingKey[" + id + "]";
  }
}
