package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.Conforming;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What came to serve before it could be stopped, and is taken back by a deployment of its own: it
 * ends with the code of why, and says it. SageMaker has no guardrails for serverless releases, so
 * nothing stops them in time.
 */
@Conforming
class TakenBackTests {

  @AutoClose private static Rehearsal rehearsal;
  @TempDir static Path home;

  @BeforeAll
  static void aVersionThatFailsEveryRequest() {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    rehearsal.register(
        "mute",
        """
        {"kind": "logistic_regression", "weights": [0.1, 0.2, 0.3, 0.4], "bias": -1.0,
         "faults": {"error_rate": 1}}
        """);
    rehearsal.sample(
        "small",
        """
        {"content_type": "application/json", "body": "{\\"features\\": [1.0, 2.0, 3.0, 4.0]}"}
        """);
  }

  @Test
  void whatItsSmokeTestFailedEndsWithThreeAndTheReason() {
    serverless("failing");
    Ran ran = terminal().type("promote fraud-detector mute --to failing --wait");
    assertThat(ran.exit()).as(ran.out()).isEqualTo(3);
    assertThat(ran.out().lines().toList().getLast())
        .contains("release 2 (mute) is rolled back. ", "HTTP 500", "Release 1 serves.")
        .doesNotContain("serves already");

    var releases = terminal().type("releases failing-fraud-detector").out().lines().toList();
    assertThat(releases.get(1)).contains("mute", "quarantined", "HTTP 500");
    assertThat(releases.get(2))
        .as("not as wide as that reason")
        .contains("serves")
        .hasSizeLessThan(60);
  }

  @Test
  void whatAPersonCalledOffEndsWithNineAndWhatTheySaid() {
    serverless("regretted");
    AtomicBoolean done = new AtomicBoolean();
    Ran ran =
        terminal()
            .meanwhile(time -> {
              if (!baking("regretted-fraud-detector") || done.getAndSet(true)) return;
              Ran canceled =
                  terminal().run("cancel", "regretted-fraud-detector", "-r", "the wrong one");
              assertThat(canceled.exit()).as(canceled.err()).isZero();
            })
            .type("promote fraud-detector v2 --to regretted --wait");
    assertThat(ran.exit()).as(ran.out()).isEqualTo(9);
    assertThat(ran.out().lines().toList().getLast())
        .contains("release 2 (v2) is called off. ", ": the wrong one. Release 1 serves.");
  }

  private static boolean baking(String endpoint) {
    return rehearsal
        .api()
        .get("/v1/deployments?endpoint=" + endpoint)
        .at("/items/0/waiting_for")
        .contains("own bake");
  }

  private static Terminal terminal() {
    return Terminal.at(rehearsal, home);
  }

  /** An environment whose endpoint serves v1. */
  private static void serverless(String name) {
    rehearsal.guarded(
        name,
        """
        "rollout": {"strategy": "ALL_AT_ONCE", "termination_wait_seconds": 420},
        "judge": null,
        "hosting": {"serverless": {"memory_mb": 2048, "max_concurrency": 20}}
        """);
    assertThat(rehearsal.untilEnd(rehearsal.promote("v1", name)).at("/state"))
        .isEqualTo("SUCCEEDED");
  }
}
