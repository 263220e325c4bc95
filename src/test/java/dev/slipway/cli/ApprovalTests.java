package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.testing.Conforming;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Promotions that wait for people: watching, approving, rejecting, leaving. */
@Conforming
final class ApprovalTests extends DeliveryStage {

  @Test
  void whatWaitsForApprovalEndsWithTenAndGoesOnOnceSomebodyApproves() {
    gated("approved", "{\"approvals\": 1}");
    Ran begun = terminal().type("promote fraud-detector v1 --to approved");
    assertThat(begun.exit()).isEqualTo(10);
    assertThat(begun.out()).contains("!  APPROVALS  PENDING", "slipway approve ");
    Ran listed = terminal().type("promotions --pending --to approved -o json");
    String id = listed.json().at("/items/0/id").asString("");

    Ran impatient = terminal().type("watch " + id + " --timeout 90s");
    assertThat(impatient.exit()).isEqualTo(10);
    Ran own = terminal().run("approve", id, "--reason", "mine is good");
    assertThat(own.exit()).isEqualTo(5);
    assertThat(own.err()).contains("requester-cannot-approve");

    Terminal anna = terminal().with("SLIPWAY_TOKEN", rehearsal.api().tokenOf("anna"));
    AtomicBoolean asked = new AtomicBoolean();
    Ran watched =
        terminal()
            .meanwhile(time -> {
              if (asked.getAndSet(true)) return;
              assertThat(anna.run("approve", id, "-r", "the figures are good").exit()).isZero();
            })
            .type("watch " + id);
    assertThat(watched.exit()).as(watched.out()).isZero();
    assertThat(watched.out()).contains("Waiting for its gates.", "release 1 (v1) serves");
  }

  @Test
  void whatKeepsAPromotionFromBeginningIsSaid() {
    gated("kept", "{\"approvals\": 1}");
    terminal().type("promote fraud-detector v1 --to kept");
    String id =
        terminal()
            .type("promotions --pending --to kept -o json")
            .json()
            .at("/items/0/id")
            .asString("");
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "*", "status": 400,
         "code": "ExpiredTokenException", "message": "The security token is expired"}
        """);
    Terminal anna = terminal().with("SLIPWAY_TOKEN", rehearsal.api().tokenOf("anna"));
    anna.run("approve", id, "-r", "the figures are good");
    Ran watched = terminal().type("watch " + id + " --timeout 90s");
    rehearsal.noFaults();
    assertThat(watched.out())
        .contains("Cannot begin now and is tried again: ", "The security token is expired");
  }

  @Test
  void whoDoesNotWaitForApprovalsLeavesAtOnce() {
    gated("rejected", "{\"approvals\": 1}");
    Ran ran =
        terminal().type("promote fraud-detector v1 --to rejected --wait --leave-when-pending");
    assertThat(ran.exit()).isEqualTo(10);
    String id =
        terminal()
            .type("promotions --pending --to rejected -o json")
            .json()
            .at("/items/0/id")
            .asString("");
    assertThat(terminal().run("reject", id, "-r", "not now").exit()).isZero();
    Ran ended = terminal().type("watch " + id);
    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.out()).contains("refused", "not now");
  }

  @Test
  void whoDoesNotWaitForApprovalsStillWaitsForTheOtherTargets() {
    rehearsal.environment("open");
    gated("asking", "{\"approvals\": 1}");
    Ran ran =
        terminal().type("promote fraud-detector v1 --to open,asking --wait --leave-when-pending");
    assertThat(ran.exit()).isEqualTo(10);
    assertThat(ran.out()).contains("open-fraud-detector: release 1");
  }

  @Test
  void aReasonCannotWriteOtherRowsOfTheListInWhichItStands() {
    gated("forged", "{\"approvals\": 1}");
    String reason = "\r\u001b[2Kforged\nrow\u202e \u001b[8mhidden";
    assertThat(
            terminal()
                .run("promote", "fraud-detector", "v1", "--to", "forged", "-r", reason)
                .exit())
        .isEqualTo(10);
    assertThat(terminal().type("promotions --to forged").out())
        .contains("[2Kforged row")
        .doesNotContain("\r", "\u001b", "\u202e");
  }
}
