package dev.slipway.proxy;

import dev.slipway.base.Crc64;
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
    return switch (header) {
      case "x-amz-checksum-crc32" -> crc(new CRC32(), bytes);
      case "x-amz-checksum-crc32c" -> crc(new CRC32C(), bytes);
      case "x-amz-checksum-crc64nvme" -> Crc64.of(bytes);
      case "x-amz-checksum-sha1" -> digest("SHA-1", bytes);
      case "x-amz-checksum-sha256" -> digest("SHA-256", bytes);
      default ->
          throw new Refusal(
              Reason.MALFORMED,
              "The proxy knows the checksums crc32, crc32c, crc64nvme, sha1 and sha256 alone.");
    };
  }

  private static String crc(java.util.zip.Checksum crc, byte[] bytes) {
    crc.update(bytes);
    return base64(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return base64(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] sum) {
    return Base64.getEncoder().encodeToString(sum);
  }
}
