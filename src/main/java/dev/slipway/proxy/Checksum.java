package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksums that AWS's SDKs send after a body. */
final class Checksum {

  private Checksum() {}

  /**
   * The value that the header must have.
   *
   * @throws Refusal for one that the proxy cannot calculate
   */
  static String of(String header, Buffer body) {
    byte[] bytes = body.getBytes();
    byte[] sum =
        switch (header) {
          case "x-amz-checksum-crc32" -> {
            var crc = new CRC32();
            crc.update(bytes);
            yield ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
          }
          case "x-amz-checksum-crc32c" -> {
            var crc = new CRC32C();
            crc.update(bytes);
            yield ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
          }
          case "x-amz-checksum-sha1" -> digest("SHA-1", bytes);
          case "x-amz-checksum-sha256" -> digest("SHA-256", bytes);
          default ->
              throw new Refusal(
                  Reason.MALFORMED,
                  "The proxy knows the checksums crc32, crc32c, sha1 and sha256 alone.");
        };
    return Base64.getEncoder().encodeToString(sum);
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
