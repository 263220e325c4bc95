package dev.slipway.loadtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;

/**
 * Samples as the Inference Recommender wants them: a gzipped tar (POSIX ustar) with a file for each
 * payload. Equal samples give equal bytes, so that they are put into S3 under one name.
 */
record SampleArchive(byte[] bytes) {

  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 99;

  /**
   * Packs them.
   *
   * @param bodies by file name, of at most 99 ASCII characters
   */
  static SampleArchive of(SortedMap<String, byte[]> bodies) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
        byte[] content = body.getValue();
        gzip.write(header(body.getKey(), content.length));
        gzip.write(content);
        gzip.write(new byte[Math.floorMod(-content.length, BLOCK)]);
      }
      gzip.write(new byte[2 * BLOCK]);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new SampleArchive(bytes.toByteArray());
  }

  /** A name that tells the content. */
  String name() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, 16) + ".tar.gz";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] header(String name, int size) {
    if (name.length() > LONGEST_NAME) throw new IllegalArgumentException(name);
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(size));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte one : header) sum += one & 0xff;
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, header, at, ascii.length);
  }
}
