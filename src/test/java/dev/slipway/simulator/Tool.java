package dev.slipway.simulator;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that are not ours, run against the simulator; what they say is kept in a file each. */
public final class Tool {

  /** How a program ended. */
  public record Ended(int status, String said) {}

  private static final int MINUTES = 15;

  private final Path directory;
  private final Map<String, String> environment;

  /**
   * @param directory where they run, and where their output is kept
   */
  public Tool(URI simulator, Path directory, Map<String, String> more) {
    this.directory = directory;
    Map<String, String> all = new HashMap<>();
    all.put("AWS_ENDPOINT_URL", simulator.toString());
    all.put("AWS_ACCESS_KEY_ID", "AKIAINTEROP");
    all.put("AWS_SECRET_ACCESS_KEY", "any");
    all.put("AWS_REGION", "us-east-1");
    all.put("AWS_DEFAULT_REGION", "us-east-1");
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    all.put("AWS_CONFIG_FILE", directory.resolve("no-config").toString());
    all.put("AWS_SHARED_CREDENTIALS_FILE", directory.resolve("no-credentials").toString());
    all.put("NO_PROXY", "127.0.0.1");
    all.putAll(more);
    this.environment = Map.copyOf(all);
  }

  /** Those programs that are not on the PATH. */
  public static List<String> missing(String... programs) {
    return Arrays.stream(programs).filter(program -> !onPath(program)).toList();
  }

  /** Whether a program is on the PATH. */
  static boolean onPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * A folder with Terraform's providers, laid out as a file system mirror: one of Terraform's own
   * places, or a folder of {@code /opt}.
   */
  public static Optional<Path> providers() throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    Path opt = Path.of("/opt");
    try (Stream<Path> others = Files.isDirectory(opt) ? Files.list(opt) : Stream.empty()) {
      return Stream.concat(
              Stream.of(
                  home.resolve(".terraform.d/plugins"),
                  home.resolve(".local/share/terraform/plugins"),
                  Path.of("/usr/local/share/terraform/plugins"),
                  Path.of("/usr/share/terraform/plugins")),
              others)
          .filter(place -> Files.isDirectory(place.resolve("registry.terraform.io/hashicorp/aws")))
          .findFirst();
    }
  }

  /** Runs a program to its end, at most fifteen minutes; its output goes to {@code name.log}. */
  public Ended run(String name, String... command) throws IOException, InterruptedException {
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(name + " did not end; see " + log);
    }
    return new Ended(process.exitValue(), Files.readString(log));
  }
}
