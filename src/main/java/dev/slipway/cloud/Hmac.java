package dev.slipway.cloud;

import dev.slipway.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC with SHA-256 (<a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a>) and one key,
 * which is taken in once: for texts as short as those that are signed, taking it in is half of the
 * work. Safe for many threads.
 */
final class Hmac {

  private static final int BLOCK = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  /** Both have taken in the key and nothing else, and are only copied. */
  private final MessageDigest inner;

  private final MessageDigest outer;

  Hmac(byte[] key) {
    byte[] padded = Arrays.copyOf(key.length > BLOCK ? Sha256.of(key) : key, BLOCK);
    inner = begun(padded, INNER);
    outer = begun(padded, OUTER);
  }

  private static MessageDigest begun(byte[] key, byte pad) {
    byte[] block = key.clone();
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= pad;
    }
    MessageDigest digest = Sha256.begin();
    digest.update(block);
    return digest;
  }

  /** A code of what comes part by part: feed it, then {@link #end} it. */
  MessageDigest begin() {
    return Sha256.copy(inner);
  }

  /** The code of what was fed, of 32 bytes. */
  byte[] end(MessageDigest fed) {
    return Sha256.copy(outer).digest(fed.digest());
  }

  /** The code of the text in UTF-8, of 32 bytes. */
  byte[] of(String text) {
    MessageDigest digest = begin();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return end(digest);
  }
}
