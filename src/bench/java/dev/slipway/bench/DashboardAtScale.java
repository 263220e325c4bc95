package dev.slipway.bench;

import dev.slipway.system.BrowserScripts;
import dev.slipway.system.RunningSlipway;
import dev.slipway.testing.GuardedDirectory;
import dev.slipway.testing.ManyRows;
import dev.slipway.testing.TestPostgres;
import dev.slipway.web.Dashboard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The dashboard in the system's Chromium before 200 models in three environments: from an input to
 * the paint after it within 100 ms at the 98th percentile, and within 200 ms while the stream tells
 * 500 events a second, when no two frames are further apart than that either.
 */
final class DashboardAtScale {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Whether the bounds held. */
  boolean run() throws Exception {
    Optional<String> browser = BrowserScripts.browser();
    if (browser.isEmpty() || !Dashboard.isBuilt()) {
      System.err.println("It needs Chromium, and a build with the dashboard in it (Node).");
      return false;
    }
    String database = TestPostgres.freshDatabase();
    JdbcClient jdbc = JdbcClient.create(TestPostgres.dataSource(database));
    try (GuardedDirectory home = GuardedDirectory.create();
        RunningSlipway slipway =
            DemoAtScale.start(home.path(), database, jdbc, new ManyRows.Size(3, 200, 20, 20_000));
        EventStorm storm = EventStorm.about(jdbc, slipway.address("API"), DemoAtScale.TOKEN)) {
      Path report = home.path().resolve("report.md");
      Path output = home.path().resolve("bench.log");
      int code =
          BrowserScripts.run(
              "bench",
              slipway,
              browser.orElseThrow(),
              Map.of("SLIPWAY_REPORT", report.toString(), "SLIPWAY_STORM", storm.address()),
              output,
              LONGEST);
      if (Files.exists(report)) System.out.println(Files.readString(report));
      if (code != 0) System.out.println(Files.readString(output));
      return code == 0;
    }
  }
}
