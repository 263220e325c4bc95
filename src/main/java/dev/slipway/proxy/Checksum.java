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
    return switch (header) {
      case "x-amz-checksum-crc32" -> crc(new CRC32(), body);
      case "x-amz-checksum-crc32c" -> crc(new CRC32C(), body);
      case "x-amz-checksum-crc64nvme" -> crc64(body);
      case "x-amz-checksum-sha1" -> digest("SHA-1", body);
      case "x-amz-checksum-sha256" -> digest("SHA-256", body);
      default ->
          throw new Refusal(
              Reason.MALFORMED,
              "The proxy knows the checksums crc32, crc32c, crc64nvme, sha1 and sha256 alone.");
    };
  }

  private static String crc(java.util.zip.Checksum crc, Buffer body) {
    Pieces.of(body, 0, body.length(), crc::update);
    return base64(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static String crc64(Buffer body) {
    var crc = new Crc64();
    Pieces.of(body, 0, body.length(), crc::update);
    return crc.base64();
  }

  private static String digest(String algorithm, Buffer body) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      Pieces.of(body, 0, body.length(), digest::update);
      return base64(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] sum) {
    return Base64.getEncoder().encodeToString(sum);
  }
}
