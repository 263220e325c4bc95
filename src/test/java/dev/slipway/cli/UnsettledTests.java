package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.Conforming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While it is open which release serves, no command claims that one does. */
@Conforming
class UnsettledTests {

  private static final String ENDPOINT = "prod-fraud-detector";
  private static final String DOUBT =
      "It is not settled which release serves: release 2 (v2) was the last seen to, and release 3"
          + " (v3) may by now; going back quarantines what is later than the release that it brings"
          + " back.";
  private static final String DENIED =
      """
      {"kind": "error", "service": "sagemaker", "operation": "DescribeEndpoint", "status": 400,
       "code": "AccessDeniedException", "message": "not authorized"}
      """;

  @AutoClose private final Rehearsal rehearsal = Rehearsal.start();
  @TempDir static Path home;

  @Test
  void whatMayServeIsToldInPlaceOfWhatWasTheLastToServe() {
    needsAttentionWithThree();
    Ran plan = terminal().run("rollback", ENDPOINT, "--dry-run", "-r", "settle");
    assertThat(plan.out())
        .as(plan.err())
        .contains(DOUBT, "Release 3 (v3) is left, and quarantined");

    AtomicBoolean done = new AtomicBoolean();
    Ran back =
        Terminal.at(rehearsal.api(), home)
            .meanwhile(time -> {
              if (done.getAndSet(true)) return;
              rehearsal.fault(DENIED);
              Ran canceled = terminal().run("cancel", ENDPOINT, "-r", "let it be");
              assertThat(canceled.exit()).as(canceled.err()).isZero();
              rehearsal.runDue();
            })
            .run("rollback", ENDPOINT, "-r", "settle", "--wait");
    assertThat(back.exit()).as(back.out() + back.err()).isEqualTo(9);
    assertThat(back.out()).contains(DOUBT).doesNotContain("Release 2 serves");
    rehearsal.noFaults();

    Ran status = terminal().type("status");
    assertThat(status.out()).contains("v2 r2 ! NOT SETTLED", ENDPOINT + ": " + DOUBT);
    Ran releases = terminal().type("releases " + ENDPOINT);
    assertThat(releases.out())
        .containsPattern("3 +v3 +may serve")
        .containsPattern("2 +v2 +served last")
        .contains(DOUBT);
  }

  @Test
  void onceALookHasShownItThatIsWhatIsToldOfAnEarlierEnd() {
    UUID update = needsAttentionWithThree();
    rehearsal.advance(Duration.ofHours(2));
    terminal().run("rollback", ENDPOINT, "-r", "settle");
    terminal().run("cancel", ENDPOINT, "-r", "let it be");
    rehearsal.runDue();
    Ran watched = terminal().type("watch " + update);
    assertThat(watched.out()).contains("is called off.", "Release 3 serves now.");
    assertThat(terminal().type("status").out()).contains("v3 r3").doesNotContain("NOT SETTLED");
  }

  /** Releases 1 and 2 have served; of the update to 3, nobody knows how it ends. */
  private UUID needsAttentionWithThree() {
    rehearsal.live("v1");
    rehearsal.live("v2");
    UUID update = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.fault(DENIED);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("NEEDS_ATTENTION");
    rehearsal.noFaults();
    return update;
  }

  private Terminal terminal() {
    return Terminal.at(rehearsal, home);
  }
}
