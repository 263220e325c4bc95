package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.loadtest.LoadWorker;
import dev.slipway.rollout.Rehearsal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load tests from the command line; while a command waits, a worker sends the load. */
class LoadTestCommandTests {

  private static final String ENDPOINT = "prod-fraud-detector";

  @TempDir static Path home;
  @AutoClose private static Rehearsal rehearsal;
  private static Terminal terminal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.unpaced();
    rehearsal.sample(
        "usual",
        """
        {"content_type": "application/json", "body": "{\\"features\\": [0.5, 1.2, 3.4, 0.8]}"}
        """);
    rehearsal.live("v1");
    terminal =
        Terminal.at(rehearsal.api(), home)
            .meanwhile(time -> {
              rehearsal.advance(Duration.ofMinutes(1));
              LoadWorker.runDue(rehearsal);
            });
  }

  @Test
  void aLoadTestIsPlannedConfirmedWatchedAndListed() {
    String[] some = {
      "load-test",
      ENDPOINT,
      "--p99",
      "20000",
      "--steps",
      "1,2",
      "--step",
      "10s",
      "--max-requests",
      "40",
      "--reason",
      "the sale"
    };

    Ran planned = terminal.run(and(some, "--dry-run"));
    assertThat(planned.exit()).as(planned.err()).isZero();
    assertThat(planned.out()).contains("at most 40 requests", "Alarms: ");

    Ran unconfirmed = terminal.run(some);
    assertThat(unconfirmed.exit()).isEqualTo(Exit.REFUSED.code());
    assertThat(unconfirmed.err()).contains(ENDPOINT);

    Ran watched = terminal.run(and(some, "--confirm", ENDPOINT, "--wait"));
    assertThat(watched.exit()).as(watched.out() + watched.err()).isZero();
    assertThat(watched.out())
        .contains("1 at once", "WITHIN", "At least ", "A month: ", "list prices of");

    Ran listed = terminal.type("load-tests " + ENDPOINT);
    assertThat(listed.out()).contains("COMPLETED", "At least ");
  }

  @Test
  void oneThatWaitsIsCalledOff() {
    Ran begun =
        terminal.run(
            "load-test",
            ENDPOINT,
            "--p99",
            "20000",
            "--confirm",
            ENDPOINT,
            "--reason",
            "-",
            "-o",
            "json");
    assertThat(begun.exit()).as(begun.err()).isZero();

    Ran canceled =
        terminal.run(
            "load-test",
            ENDPOINT,
            "--cancel",
            begun.json().path("id").asString(),
            "--reason",
            "enough",
            "--wait");

    assertThat(canceled.exit()).as(canceled.out() + canceled.err()).isZero();
    assertThat(canceled.out()).contains("CANCELED: enough");
  }

  @Test
  void whoeverWaitsNoLongerIsToldThatItGoesOnAndHowToCallItOff() {
    Ran left =
        Terminal.at(rehearsal.api(), home)
            .run(
                "load-test",
                ENDPOINT,
                "--p99",
                "20000",
                "--confirm",
                ENDPOINT,
                "--reason",
                "-",
                "--wait",
                "--timeout",
                "5s");

    assertThat(left.exit()).isEqualTo(Exit.TIMED_OUT.code());
    assertThat(left.out())
        .contains("The load test of prod-fraud-detector goes on.")
        .containsPattern("slipway load-test prod-fraud-detector --cancel [0-9a-f-]{36}");
    String id = left.out().replaceAll("(?s).*--cancel ([0-9a-f-]{36}).*", "$1");
    terminal.type("load-test " + ENDPOINT + " --cancel " + id + " --reason - --wait");
  }

  private static String[] and(String[] some, String... more) {
    String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
