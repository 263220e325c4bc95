package dev.slipway.bench;

import dev.slipway.system.RunningSlipway;
import dev.slipway.testing.ManyRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Slipway with the demo live, and beside it as many rows as somebody has after years. */
final class DemoAtScale {

  static final String TOKEN = "slipway_benchmark-token-0123456789abcdef";

  private static final Duration START = Duration.ofMinutes(5);

  private DemoAtScale() {}

  /** Starts it as a process of its own. */
  static RunningSlipway start(Path home, String database, JdbcClient jdbc, ManyRows.Size size) {
    RunningSlipway slipway =
        RunningSlipway.start(
            home,
            TOKEN,
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=4"),
            "--spring.datasource.url=" + database,
            "--slipway.cloud=simulator",
            "--slipway.demo=true",
            "--slipway.simulator.port=0",
            "--server.port=0",
            "--management.server.port=-1",
            "--slipway.proxy.port=0");
    Awaitility.await("the demo's deployment")
        .atMost(START)
        .until(() ->
            slipway
                .get("/v1/deployments?state=SUCCEEDED")
                .at("/items/0/endpoint")
                .asString("")
                .equals("prod-fraud-detector"));
    ManyRows.plant(jdbc, size);
    return slipway;
  }
}
