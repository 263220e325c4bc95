package dev.slipway.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTests {

  @TempDir Path directory;

  @Test
  void aSecretIsMadeOnceOfThirtyTwoRandomBytes() throws IOException {
    Path file = directory.resolve("admin-token");
    String token = PrivateFiles.secret(file, "slipway_");
    assertThat(token).startsWith("slipway_");
    assertThat(Base64.getUrlDecoder().decode(token.substring("slipway_".length()))).hasSize(32);
    assertThat(PrivateFiles.secret(file, "slipway_")).isEqualTo(token);
    assertThat(PrivateFiles.secret(directory.resolve("other"), "slipway_")).isNotEqualTo(token);
  }

  @Test
  void onlyTheOwnerCanReadASecret() throws IOException {
    Path file = directory.resolve("admin-token");
    PrivateFiles.secret(file, "slipway_");
    assertThat(mode(file)).isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    PrivateFiles.secret(file, "slipway_");
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void aDirectoryIsClosedToOthersAlsoWhenItWasOpen() throws IOException {
    Path data = directory.resolve("deep").resolve("data");
    PrivateFiles.createDirectory(data);
    assertThat(mode(data)).isEqualTo("rwx------");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    PrivateFiles.createDirectory(data);
    assertThat(mode(data)).isEqualTo("rwx------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
