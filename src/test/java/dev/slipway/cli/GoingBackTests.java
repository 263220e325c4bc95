package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.testing.Conforming;
import org.junit.jupiter.api.Test;

/** Rolling back and calling off. */
@Conforming
final class GoingBackTests extends DeliveryStage {

  @Test
  void aRollbackIsDoneWhenTheEarlierReleaseServes() {
    served("back");
    assertThat(terminal().type("promote fraud-detector v2 --to back --wait").exit()).isZero();
    Ran plan = terminal().type("rollback back-fraud-detector --dry-run --reason why");
    assertThat(plan.out()).contains("Plan for back-fraud-detector: release 1 with v1");
    Ran ran = terminal().type("rollback back-fraud-detector --release 1 --reason sundays --wait");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("release 1 (v1) serves");
    Ran seen = terminal().type("rollback back-fraud-detector --expected-release 2 --reason again");
    assertThat(seen.exit()).isNotZero();
    assertThat(seen.err()).contains("Another release serves back-fraud-detector by now");
    Ran again = terminal().type("rollback back-fraud-detector --reason again");
    assertThat(again.exit()).isEqualTo(4);
    assertThat(again.err()).contains("not quarantined");
    Ran releases = terminal().type("releases back-fraud-detector");
    assertThat(releases.out())
        .contains("quarantined", "token:admin rolled it back: sundays", "serves");
    Ran refused = terminal().type("promote fraud-detector v2 --to back");
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.err()).contains("quarantined");
  }

  @Test
  void aRollbackOfARunningUpdateIsDoneWhenThatIsUndone() {
    served("aborted");
    Terminal terminal =
        whileUpdating(
            "aborted",
            (other, endpoint) -> {
              Ran ran = other.type("rollback " + endpoint + " --reason wrong --wait");
              assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
              assertThat(ran.out()).contains("is rolled back");
            });
    Ran ran = terminal.type("promote fraud-detector v2 --to aborted --wait");
    assertThat(ran.exit()).as(ran.out()).isEqualTo(9);
  }

  @Test
  void aCancelThatIsAskedForAgainWithItsKeyIsToldWhatHasBecomeOfIt() {
    served("stopped");
    String id = rehearsal.promote("v2", "stopped").toString();
    String[] line = {"cancel", id, "-r", "the wrong one", "--idempotency-key", "run-1", "--wait"};
    assertThat(terminal().run(line).exit()).isZero();
    Ran again = terminal().run(line);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(terminal().run("cancel", id, "-r", "late").exit()).isEqualTo(4);
    Ran named = terminal().type("cancel stopped-fraud-detector -r again --idempotency-key run-1");
    assertThat(named.exit()).isEqualTo(2);
    assertThat(named.err()).contains("by its id", "slipway deployments --endpoint stopped-");

    gated("unasked", "{\"approvals\": 1}");
    assertThat(terminal().type("promote fraud-detector v1 --to unasked").exit()).isEqualTo(10);
    String waits =
        terminal().type("promotions --to unasked -o json").json().at("/items/0/id").asString("");
    String[] off = {"cancel", waits, "-r", "not now", "--idempotency-key", "run-2"};
    for (int time = 0; time < 2; time++) {
      assertThat(terminal().run(off).out()).isEqualTo("Called off: it will not begin.\n");
    }
  }
}
