package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.StartRefused;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class SettingsTests {

  @Test
  void theDemoComesWithLocalModeOnly() {
    var environment = new MockEnvironment();
    assertThat(Settings.from(environment).demo()).isTrue();
    assertThat(Settings.from(environment.withProperty("slipway.demo", "false")).demo()).isFalse();
    var rehearsal =
        new MockEnvironment()
            .withProperty("spring.datasource.url", "jdbc:postgresql://db/slipway")
            .withProperty("slipway.cloud", "simulator");
    assertThat(Settings.from(rehearsal).demo()).isFalse();
  }

  @Test
  void aTildeIsTheHomeDirectory() {
    assertThat(Settings.from(new MockEnvironment()).dataDirectory())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".slipway"));
  }

  @Test
  void aSimulatorElsewhereCanBeNamed() {
    var environment =
        new MockEnvironment().withProperty("slipway.simulator.url", "http://simulator:4570");
    assertThat(Settings.from(environment).simulatorUrl())
        .contains(URI.create("http://simulator:4570"));
  }

  @Test
  void aRoleThatThereIsNotIsRefusedBeforeAnythingIsStarted() {
    var environment = new MockEnvironment().withProperty("slipway.roles", "api,workers");
    assertThatThrownBy(() -> Settings.from(environment))
        .isInstanceOf(StartRefused.class)
        .hasMessage(
            "slipway.roles lists what a process does, one or more of api, worker, proxy, but is"
                + " \"api,workers\".");
  }

  @Test
  void localModeRefusesToListenBeyondLoopback() {
    for (String name : new String[] {"server.address", "slipway.proxy.address"}) {
      assertThatThrownBy(() -> Settings.from(new MockEnvironment().withProperty(name, "0.0.0.0")))
          .isInstanceOf(StartRefused.class)
          .hasMessage("Local mode listens on loopback only, but " + name + " is 0.0.0.0.");
    }
    Settings.from(new MockEnvironment().withProperty("server.address", "::1"));
  }

  @Test
  void whatIsNoNumberIsRefusedByName() {
    var word = new MockEnvironment().withProperty("slipway.simulator.speed", "fast");
    assertThatThrownBy(() -> Settings.from(word))
        .isInstanceOfSatisfying(
            StartRefused.class,
            refused -> {
              assertThat(refused.reason())
                  .isEqualTo(
                      "slipway.simulator.speed (SLIPWAY_SIMULATOR_SPEED) is \"fast\", which is no"
                          + " such number.");
              assertThat(refused.remedy()).contains("20");
            });
  }

  @Test
  void aPortThatKubernetesSetsForAServiceOfThatNameIsToldAsSuch() {
    var service = new MockEnvironment().withProperty("slipway.proxy.port", "tcp://10.96.0.7:8081");
    assertThatThrownBy(() -> Settings.from(service))
        .isInstanceOfSatisfying(
            StartRefused.class,
            refused -> {
              assertThat(refused.reason()).contains("slipway.proxy.port (SLIPWAY_PROXY_PORT)");
              assertThat(refused.remedy()).contains("Kubernetes", "enableServiceLinks: false");
            });
  }

  @Test
  void whateverReachesPostgresByJdbcIsTaken() {
    for (String url :
        new String[] {
          "jdbc:postgresql:slipway",
          "jdbc:postgresql://one:5432,two:5432/slipway?targetServerType=primary",
          "jdbc:postgresql:///slipway?user=slipway@project.iam&password=p//w@d",
          "jdbc:tc:postgresql:18@sha256:0f:///slipway",
          "jdbc:aws-wrapper:postgresql://db/slipway"
        }) {
      Settings.from(
          new MockEnvironment()
              .withProperty("spring.datasource.url", url)
              .withProperty("slipway.cloud", "aws"));
    }
  }

  @Test
  void anotherDatabaseThanPostgresIsRefusedWithoutShowingItsPassword() {
    for (String url :
        new String[] {
          "postgres://slipway:s3cret@db/slipway",
          "jdbc:postgresql://slipway:s3cret@db/slipway",
          "jdbc:oracle:thin:slipway/s3cret@//db/slipway",
          "jdbc:mysql://db/s3cret",
          "s3cret"
        }) {
      var environment =
          new MockEnvironment()
              .withProperty("spring.datasource.url", url)
              .withProperty("slipway.cloud", "aws");
      assertThatThrownBy(() -> Settings.from(environment))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("spring.datasource.url (SPRING_DATASOURCE_URL)")
          .hasMessageNotContaining("s3cret");
    }
  }
}
