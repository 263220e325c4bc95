package dev.slipway.base;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * CRC-64/NVME, in base64: what S3 keeps of an object that came without a checksum (Amazon S3 User
 * Guide, "Checking object integrity"), and the checksum that AWS's newest SDKs choose.
 */
public final class Crc64 {

  private static final long POLYNOMIAL = 0x9A6C_9329_AC4B_C9B5L;
  private static final long[] TABLE = table();

  private Crc64() {}

  /** The checksum of these bytes. */
  public static String of(byte[] bytes) {
    long crc = ~0L;
    for (byte b : bytes) crc = TABLE[(int) (crc ^ b) & 0xff] ^ (crc >>> 8);
    byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(~crc).array();
    return Base64.getEncoder().encodeToString(eight);
  }

  private static long[] table() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      table[i] = crc;
    }
    return table;
  }
}
