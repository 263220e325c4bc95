package dev.slipway.base;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.Checksum;

/**
 * CRC-64/NVME, in base64: what S3 keeps of an object that came without a checksum (Amazon S3 User
 * Guide, "Checking object integrity"), and the checksum that AWS's newest SDKs choose.
 */
public final class Crc64 implements Checksum {

  private static final long POLYNOMIAL = 0x9A6C_9329_AC4B_C9B5L;
  private static final long[] TABLE = table();

  private long crc = ~0L;

  /** Of nothing yet. */
  public Crc64() {}

  /** The checksum of these bytes. */
  public static String of(byte[] bytes) {
    var crc = new Crc64();
    crc.update(bytes);
    return crc.base64();
  }

  @Override
  public void update(int b) {
    crc = TABLE[(int) (crc ^ b) & 0xff] ^ (crc >>> 8);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    long sum = crc;
    for (int i = offset; i < offset + length; i++) {
      sum = TABLE[(int) (sum ^ bytes[i]) & 0xff] ^ (sum >>> 8);
    }
    crc = sum;
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = ~0L;
  }

  /** The checksum so far. */
  public String base64() {
    byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(getValue()).array();
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
