package dev.slipway.cloud;

import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What tells the bytes of one object from those of another, as far as S3 says it. Which checksums
 * it keeps depends on how an object came there (Amazon S3 User Guide, "Checking object integrity").
 *
 * @param md5 in hexadecimal digits; null where the entity tag is not one (parts, KMS)
 * @param sha256 of the whole object, in base64; null when S3 keeps none
 * @param crc64nvme of the whole object, in base64; null when S3 keeps none
 */
public record Fingerprint(
    long sizeBytes, @Nullable String md5, @Nullable String sha256, @Nullable String crc64nvme) {

  /** Whether the other one is certainly of other bytes. */
  public boolean contradicts(Fingerprint other) {
    return sizeBytes != other.sizeBytes
        || differ(md5, other.md5)
        || differ(sha256, other.sha256)
        || differ(crc64nvme, other.crc64nvme);
  }

  private static boolean differ(@Nullable String one, @Nullable String other) {
    return one != null && other != null && !one.equals(other);
  }

  /**
   * A name for the bytes that can stand in a key: by the best checksum that is known.
   *
   * @param eTag names them where S3 keeps no checksum
   */
  public String address(String eTag) {
    if (sha256 != null) return "sha256-" + hex(sha256);
    if (md5 != null) return "md5-" + md5 + "-" + sizeBytes;
    if (crc64nvme != null) return "crc64nvme-" + hex(crc64nvme) + "-" + sizeBytes;
    return "etag-" + eTag + "-" + sizeBytes;
  }

  private static String hex(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }
}
