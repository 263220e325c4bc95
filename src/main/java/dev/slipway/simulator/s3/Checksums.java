package dev.slipway.simulator.s3;

import dev.slipway.simulator.wire.ServiceException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The checksums that clients send along with an object, in base64. */
final class Checksums {

  private Checksums() {}

  /** The object's ETag: its MD5 in hexadecimal, in quotes. */
  static String eTag(byte[] bytes) {
    return '"' + HexFormat.of().formatHex(digest("MD5", bytes)) + '"';
  }

  static String crc32(byte[] bytes) {
    return base64(new CRC32(), bytes);
  }

  static String crc32c(byte[] bytes) {
    return base64(new CRC32C(), bytes);
  }

  static String sha1(byte[] bytes) {
    return Base64.getEncoder().encodeToString(digest("SHA-1", bytes));
  }

  static String sha256(byte[] bytes) {
    return Base64.getEncoder().encodeToString(digest("SHA-256", bytes));
  }

  /** Refuses bytes that are not the ones the client summed; CRC64NVME is taken on trust. */
  static void verify(PutObjectRequest request, byte[] bytes) {
    same("CRC32", request.checksumCRC32(), crc32(bytes));
    same("CRC32C", request.checksumCRC32C(), crc32c(bytes));
    if (request.checksumSHA1() != null) {
      same("SHA1", request.checksumSHA1(), sha1(bytes));
    }
    if (request.checksumSHA256() != null) {
      same("SHA256", request.checksumSHA256(), sha256(bytes));
    }
    if (request.contentMD5() != null) {
      same(
          "Content-MD5",
          request.contentMD5(),
          Base64.getEncoder().encodeToString(digest("MD5", bytes)));
    }
  }

  private static void same(String name, @Nullable String sent, String actual) {
    if (sent != null && !sent.equals(actual)) {
      throw new ServiceException(
          400,
          "BadDigest",
          "The " + name + " you specified did not match the calculated checksum.");
    }
  }

  private static String base64(Checksum checksum, byte[] bytes) {
    checksum.update(bytes);
    byte[] four = ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array();
    return Base64.getEncoder().encodeToString(four);
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
