package dev.slipway.cli;

import dev.slipway.base.Json;
import dev.slipway.base.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code slipway login} leaves: one address and the token for it, in a file that only its
 * owner can read.
 */
record ConfigFile(Path path) {

  /** The token is for this address and is sent nowhere else. */
  record Login(@Nullable String url, @Nullable String token) {}

  /** {@code SLIPWAY_CONFIG}, or where the XDG base directories put it. */
  static ConfigFile of(Shell shell) {
    Path path =
        shell
            .variable("SLIPWAY_CONFIG")
            .map(Path::of)
            .orElseGet(() ->
                shell
                    .variable("XDG_CONFIG_HOME")
                    .map(Path::of)
                    .orElse(shell.home().resolve(".config"))
                    .resolve("slipway")
                    .resolve("config.json"));
    return new ConfigFile(path);
  }

  Optional<Login> read() {
    if (!Files.exists(path)) return Optional.empty();
    try {
      return Optional.of(Json.read(Files.readString(path), Login.class));
    } catch (IOException | RuntimeException unreadable) {
      throw ClientFailure.of(
          Exit.USAGE,
          "%s cannot be read.".formatted(path),
          "Run slipway login again, or delete the file.");
    }
  }

  void write(Login login) {
    try {
      Path directory = path.toAbsolutePath().getParent();
      if (directory != null && !Files.exists(directory)) PrivateFiles.createDirectory(directory);
      PrivateFiles.write(path, Json.write(login));
    } catch (IOException e) {
      throw ClientFailure.of(
          Exit.USAGE,
          "%s cannot be written: %s.".formatted(path, e.getMessage()),
          "Name another file by SLIPWAY_CONFIG.");
    }
  }

  /** Whether there was one. */
  boolean delete() {
    try {
      return Files.deleteIfExists(path);
    } catch (IOException e) {
      throw ClientFailure.of(
          Exit.USAGE, "%s cannot be deleted: %s.".formatted(path, e.getMessage()), "");
    }
  }
}
