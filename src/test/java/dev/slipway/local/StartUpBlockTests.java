package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.web.Dashboard;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class StartUpBlockTests {

  @Test
  void localModeSaysThatNothingIsRealAndWhichPortsWereMoved() {
    var block =
        new StartUpBlock(
            Settings.from(new MockEnvironment()),
            Optional.of(Path.of("/data")),
            Optional.of(Path.of("/data/admin-token")),
            Optional.of("slipway_secret"),
            Optional.of(URI.create("http://127.0.0.1:4571")),
            List.of(new Ports.Moved("simulator", 4570, 4571)),
            true);
    var environment =
        new MockEnvironment()
            .withProperty("local.server.port", "8080")
            .withProperty("server.address", "127.0.0.1")
            .withProperty("slipway.proxy.address", "127.0.0.1");
    assertThat(block.text(environment))
        .isEqualTo(
            """
            Slipway is ready

              LOCAL MODE. AWS is simulated and records are kept in an embedded Postgres; nothing
              leaves this machine, and only this machine can connect.

              Dashboard  %s
              API        http://127.0.0.1:8080
              Proxy      http://127.0.0.1:8081
              Token      slipway_secret
                         in /data/admin-token
              Simulator  http://127.0.0.1:4571
                         its time runs 20 times as fast as ours, starting instances 40 times
              Data       /data
              Note       port 4570 was taken: the simulator listens on 4571
              Note       Postgres was still running after a hard stop and was taken over

              Next       look around, then follow the tour in README.md:
                         export SLIPWAY_TOKEN=$(cat '/data/admin-token')
                         curl -H "Authorization: Bearer $SLIPWAY_TOKEN" http://127.0.0.1:8080/v1/models
            """
                .formatted(
                    Dashboard.isBuilt()
                        ? "http://127.0.0.1:8080/#token=slipway_secret"
                        : "not in this build: install Node 20.19 or later, and build again"));
  }

  @Test
  void aWorkerNamesNoAddressAtWhichNothingIsServed() {
    var settings =
        Settings.from(
            new MockEnvironment()
                .withProperty("spring.datasource.url", "jdbc:postgresql://db/slipway")
                .withProperty("slipway.cloud", "aws")
                .withProperty("slipway.roles", "worker"));
    var block =
        new StartUpBlock(
            settings,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false);
    assertThat(block.text(new MockEnvironment()))
        .isEqualTo(
            """
            Slipway is ready

              AWS. Deployments change real resources; records are kept in the configured database.

              Roles      worker; the rest is left to other processes
              Probes     http://localhost:8080/livez and /readyz

              Next       ask a process that serves the API
            """);
  }

  @Test
  void aRehearsalKeepsTheTokenOutOfTheLog() {
    var settings =
        Settings.from(
            new MockEnvironment()
                .withProperty("spring.datasource.url", "jdbc:postgresql://db/slipway")
                .withProperty("slipway.cloud", "simulator"));
    var block =
        new StartUpBlock(
            settings,
            Optional.of(Path.of("/data")),
            Optional.of(Path.of("/data/admin-token")),
            Optional.empty(),
            Optional.of(URI.create("http://127.0.0.1:4570")),
            List.of(),
            false);
    assertThat(block.text(new MockEnvironment()))
        .contains("REHEARSAL. AWS is simulated", "Token      /data/admin-token")
        .contains("start only one on this database");
  }
}
