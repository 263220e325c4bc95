package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A token in a file, read anew for every request: whoever renews it there (as Kubernetes does with
 * projected tokens) need not start anything again.
 */
record TokenFile(Path path) implements TokenSource {

  @Override
  public String token() {
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw ClientFailure.of(
          Exit.NOT_AUTHORISED,
          "The token file %s cannot be read.".formatted(path),
          "Name another by --token-file, or set SLIPWAY_TOKEN.");
    }
  }
}
