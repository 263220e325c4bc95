package dev.slipway.simulator.serving;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** {@code model.tar.gz}: a gzipped ustar archive that holds {@code model.json}. */
public final class ModelArchive {

  private static final int BLOCK = 512;
  private static final int LARGEST = 64 * 1024 * 1024;

  private ModelArchive() {}

  /** An archive with {@code model.json} alone; the same bytes for the same text. */
  public static byte[] pack(String modelJson) {
    byte[] content = modelJson.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[BLOCK];
    put(header, 0, "model.json");
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(header);
      gzip.write(content);
      gzip.write(new byte[padding(content.length) + 2 * BLOCK]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The text of {@code model.json}, in whatever folder of the archive; empty when there is none.
   *
   * @throws IOException when the bytes are not a gzipped tar
   */
  static Optional<String> modelJson(byte[] archive) throws IOException {
    StringBuilder found = new StringBuilder();
    read(
        archive,
        (name, content) -> {
          if (found.isEmpty() && (name.equals("model.json") || name.endsWith("/model.json"))) {
            found.append(new String(content, StandardCharsets.UTF_8));
          }
        });
    return found.isEmpty() ? Optional.empty() : Optional.of(found.toString());
  }

  /**
   * Writes the archive's files into a directory, as SageMaker does into {@code /opt/ml/model}.
   *
   * @throws IOException when the bytes are not a gzipped tar, or a name leads out of the directory
   */
  static void unpack(byte[] archive, Path directory) throws IOException {
    read(
        archive,
        (name, content) -> {
          Path file = directory.resolve(name).normalize();
          if (!file.startsWith(directory) || file.equals(directory)) {
            throw new IOException("the entry " + name + " leads out of the archive");
          }
          Path folder = file.getParent();
          Files.createDirectories(folder == null ? directory : folder);
          Files.write(file, content);
        });
  }

  /** Takes one file of an archive. */
  private interface Entries {
    void file(String name, byte[] content) throws IOException;
  }

  private static void read(byte[] archive, Entries to) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
      byte[] header = new byte[BLOCK];
      boolean any = false;
      while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
        if (!text(header, 257, 5).equals("ustar")) {
          throw new IOException("not a tar archive");
        }
        any = true;
        int size = size(header);
        byte[] content = in.readNBytes(size);
        in.skipNBytes(padding(size));
        if (header[156] == '0' || header[156] == 0) {
          to.file(text(header, 0, 100), content);
        }
      }
      if (!any) {
        throw new IOException("an empty archive");
      }
    }
  }

  private static int size(byte[] header) throws IOException {
    try {
      long size = Long.parseLong(text(header, 124, 12).strip(), 8);
      if (size <= LARGEST) {
        return (int) size;
      }
    } catch (NumberFormatException e) {
      throw new IOException("not a tar archive", e);
    }
    throw new IOException("an entry larger than " + LARGEST + " bytes");
  }

  private static int padding(int size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }
}
