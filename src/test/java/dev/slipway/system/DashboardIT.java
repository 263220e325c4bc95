package dev.slipway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.slipway.testing.GuardedDirectory;
import dev.slipway.testing.IdentityProvider;
import dev.slipway.web.Dashboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Walks through the dashboard in the system's Chromium, against a local mode that has just been
 * started: {@code src/main/frontend/walk}. Without a browser or without Node it says so and is
 * skipped; where {@code SLIPWAY_BROWSER_REQUIRED} is set, as in continuous integration, it fails.
 */
class DashboardIT {

  private static final String COMPANY = "--slipway.access.oidc.company.";
  private static final Duration LONGEST = Duration.ofMinutes(8);

  @Test
  void everyWalkArrives() throws Exception {
    Optional<String> browser = BrowserScripts.browser();
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
      Map<String, String> login =
          Map.of(
              "SLIPWAY_PROVIDER", provider.issuer(), "SLIPWAY_PASSWORD", IdentityProvider.PASSWORD);
      int code = BrowserScripts.run("walk", slipway, browser.orElseThrow(), login, output, LONGEST);
      assertThat(code).as(Files.readString(output)).isZero();
    }
  }

  private static void demoIsLive(RunningSlipway slipway) {
    Awaitility.await("v1 in prod")
        .atMost(Duration.ofSeconds(120))
        .until(
            () -> slipway.get("/v1/deployments?endpoint=prod-fraud-detector").toString(),
            deployments -> deployments.contains("\"SUCCEEDED\""));
  }

  private static void skip(String why) throws IOException {
    String said = "The dashboard was not walked through, since " + why + ".";
    if (System.getenv("SLIPWAY_BROWSER_REQUIRED") != null) throw new IOException(said);
    System.out.println(said);
    abort(said);
  }
}
