package dev.slipway.simulator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Terraform with AWS's provider against the simulator, in a folder of {@code target/interop}. */
public final class Terraform {

  private static final Path SCRIPTS = Path.of("src/test/interop/terraform").toAbsolutePath();

  private Terraform() {}

  /**
   * Terraform in a folder with these of our files and no state. The provider comes from wherever
   * the user's own settings say, or else from a folder of providers on this machine.
   */
  public static Tool in(URI simulator, Path folder, String... files) throws IOException {
    Path directory = Files.createDirectories(folder);
    for (String state : List.of("terraform.tfstate", "terraform.tfstate.backup")) {
      Files.deleteIfExists(directory.resolve(state));
    }
    for (String file : files) {
      Files.copy(
          SCRIPTS.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("TF_IN_AUTOMATION", "true");
    settings.put("CHECKPOINT_DISABLE", "true");
    String own = System.getenv("TF_CLI_CONFIG_FILE");
    Optional<Path> mirror = Tool.providers();
    if ((own == null || !Files.exists(Path.of(own))) && mirror.isPresent()) {
      Path file = directory.resolve("mirror.tfrc");
      Files.writeString(
          file,
          "provider_installation { filesystem_mirror { path = \"%s\" } }\n"
              .formatted(mirror.get()));
      settings.put("TF_CLI_CONFIG_FILE", file.toString());
    }
    return new Tool(simulator, directory, settings);
  }
}
