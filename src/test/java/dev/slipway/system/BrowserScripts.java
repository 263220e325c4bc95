package dev.slipway.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Scripts of the dashboard's sources that drive the system's Chromium. */
public final class BrowserScripts {

  private static final Path FRONTEND = Path.of("src/main/frontend").toAbsolutePath();
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private BrowserScripts() {}

  /** The browser that is named, or the first that is on the path. */
  public static Optional<String> browser() {
    String named = System.getenv("SLIPWAY_BROWSER");
    if (named != null) return Optional.of(named);
    return BROWSERS.stream()
        .flatMap(name ->
            Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /**
   * Runs a script of {@code package.json} against a running Slipway.
   *
   * @param more what it is told besides where Slipway is and which browser there is
   * @param output where to it writes what it says
   * @return its exit code
   * @throws IllegalStateException when it takes longer than that
   */
  public static int run(
      String script,
      RunningSlipway slipway,
      String browser,
      Map<String, String> more,
      Path output,
      Duration longest)
      throws IOException, InterruptedException {
    ProcessBuilder npm =
        new ProcessBuilder("npm", "run", "--silent", script)
            .directory(FRONTEND.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    npm.environment().put("SLIPWAY_URL", slipway.address("API"));
    npm.environment().put("SLIPWAY_TOKEN", slipway.token());
    npm.environment().put("SLIPWAY_BROWSER", browser);
    npm.environment().put("NO_COLOR", "1");
    npm.environment().putAll(more);
    Process process = npm.start();
    try {
      if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("it did not end: " + Files.readString(output));
      }
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
