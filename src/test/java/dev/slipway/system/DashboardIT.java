package dev.slipway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.slipway.testing.GuardedDirectory;
import dev.slipway.testing.IdentityProvider;
import dev.slipway.web.Dashboard;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Walks through the dashboard in the system's Chromium, against a local mode that has just been
 * started: {@code src/main/frontend/walk}. Without a browser or without Node it says so and is
 * skipped; where {@code SLIPWAY_BROWSER_REQUIRED} is set, as in continuous integration, it fails.
 */
class DashboardIT {

  private static final Path FRONTEND = Path.of("src/main/frontend").toAbsolutePath();
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final String COMPANY = "--slipway.access.oidc.company.";
  private static final Duration LONGEST = Duration.ofMinutes(8);

  @Test
  void everyWalkArrives() throws Exception {
    Optional<String> browser = browser();
    if (browser.isEmpty()) skip("there is no Chromium: install it (Debian: apt install chromium)");
    if (!Dashboard.isBuilt()) skip("this build has no dashboard: install Node, drop -DskipUi");
    try (GuardedDirectory home = GuardedDirectory.create();
        IdentityProvider provider = IdentityProvider.start();
        RunningSlipway slipway =
            RunningSlipway.start(
                home.path(),
                null,
                "--server.port=0",
                "--slipway.proxy.port=0",
                "--slipway.simulator.port=0",
                COMPANY + "issuer=" + provider.issuer(),
                COMPANY + "audience=slipway",
                COMPANY + "grants[0].group=fraud-developers",
                COMPANY + "grants[0].role=deployer",
                COMPANY + "grants[0].environment=dev",
                COMPANY + "login.client-id=" + IdentityProvider.CLIENT,
                COMPANY + "login.client-secret=" + IdentityProvider.SECRET,
                COMPANY + "login.scopes=openid,profile")) {
      provider.knows(slipway.address("API"));
      demoIsLive(slipway);
      Path output = home.path().resolve("walk.log");
      int code = walk(slipway, provider, browser.orElseThrow(), output);
      assertThat(code).as(Files.readString(output)).isZero();
    }
  }

  private static int walk(
      RunningSlipway slipway, IdentityProvider provider, String browser, Path output)
      throws Exception {
    ProcessBuilder walk =
        new ProcessBuilder("npm", "run", "--silent", "walk")
            .directory(FRONTEND.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    walk.environment().put("SLIPWAY_URL", slipway.address("API"));
    walk.environment().put("SLIPWAY_TOKEN", slipway.token());
    walk.environment().put("SLIPWAY_BROWSER", browser);
    walk.environment().put("SLIPWAY_PROVIDER", provider.issuer());
    walk.environment().put("SLIPWAY_PASSWORD", IdentityProvider.PASSWORD);
    walk.environment().put("NO_COLOR", "1");
    Process process = walk.start();
    try {
      assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS))
          .as("the walks did not end: %s", Files.readString(output))
          .isTrue();
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static void demoIsLive(RunningSlipway slipway) {
    Awaitility.await("v1 in prod")
        .atMost(Duration.ofSeconds(120))
        .until(
            () -> slipway.get("/v1/deployments?endpoint=prod-fraud-detector").toString(),
            deployments -> deployments.contains("\"SUCCEEDED\""));
  }

  /** The one that is named, or the first that is on the path. */
  private static Optional<String> browser() {
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

  private static void skip(String why) throws IOException {
    String said = "The dashboard was not walked through, since " + why + ".";
    if (System.getenv("SLIPWAY_BROWSER_REQUIRED") != null) throw new IOException(said);
    System.out.println(said);
    abort(said);
  }
}
