package dev.slipway.simulator.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The bytes of objects by their SHA-256, in memory or one file each in a directory. */
final class Contents {

  private final @Nullable Path directory;
  private final Map<String, byte[]> memory = new ConcurrentHashMap<>();

  /**
   * @param directory null to keep everything in memory
   */
  Contents(@Nullable Path directory) {
    this.directory = directory;
  }

  /** Keeps the bytes and returns their name, the SHA-256 in hexadecimal. */
  String put(byte[] bytes) {
    String name = HexFormat.of().formatHex(Checksums.digest("SHA-256", bytes));
    if (directory == null) {
      memory.putIfAbsent(name, bytes);
      return name;
    }
    try {
      Path file = directory.resolve(name);
      if (!Files.exists(file)) {
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, name, ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep an object in " + directory, e);
    }
  }

  byte[] get(String name) {
    if (directory == null) {
      byte[] bytes = memory.get(name);
      if (bytes == null) {
        throw new IllegalStateException("The content " + name + " is lost");
      }
      return bytes;
    }
    try {
      return Files.readAllBytes(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("The content " + name + " is lost", e);
    }
  }

  /** Forgets bytes that no object refers to any more. */
  void remove(String name) {
    memory.remove(name);
    if (directory != null) {
      try {
        Files.deleteIfExists(directory.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
