package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.Conforming;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promoting, waiting, going back: what is printed, and with which code it ends. */
@Conforming
class DeliveryTests {

  @AutoClose private static Rehearsal rehearsal;
  @TempDir static Path home;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start();
    rehearsal.live("v1");
  }

  @AfterEach
  void noFaults() {
    rehearsal.noFaults();
  }

  private static Terminal terminal() {
    return Terminal.at(rehearsal, home);
  }

  @Test
  void aPromotionThatIsWaitedForTellsEveryStepAndEndsWithZero() {
    rehearsal.environment("calm");
    Ran ran = terminal().type("promote fraud-detector v1 --to calm --wait");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("PREPARING", "UPDATING", "release 1 (v1) serves. It took")
        .doesNotContain("\u001b");
    assertThat(ran.err()).isEmpty();

    Ran again = terminal().type("promote fraud-detector v1 --to calm --wait");
    assertThat(again.exit()).isZero();
    assertThat(again.out()).contains("no changes, v1 serves already");
  }

  @Test
  void onATerminalTheStepsAreDrawnInPlace() {
    rehearsal.environment("shown");
    Ran ran = terminal().watched().type("promote fraud-detector v1 --to shown --wait");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("\u001b[J", "A\r", "✓", "PREFLIGHT", "AWAIT");
  }

  @Test
  void whatIsRolledBackWhileItIsWaitedForEndsWithThree() {
    served("going-back");
    Terminal terminal = whileUpdating("going-back", this::cancel);
    Ran ran = terminal.type("promote fraud-detector v2 --to going-back --wait");
    assertThat(ran.exit()).as(ran.out()).isEqualTo(3);
    assertThat(ran.out())
        .contains("ROLLING_BACK", "release 2 (v2) is rolled back.", "Release 1 serves.");
  }

  private void cancel(Terminal terminal, String endpoint) {
    Ran canceled = terminal.run("cancel", endpoint, "--reason", "the wrong version");
    assertThat(canceled.exit()).as(canceled.err()).isZero();
  }

  @Test
  void aDeploymentThatFailsEndsWithOne() {
    rehearsal.environment("failing");
    rehearsal.fault(
        """
        {"kind": "error", "service": "sagemaker", "operation": "CreateModel", "status": 400,
         "code": "ValidationException", "message": "Could not find model data"}
        """);
    Ran ran = terminal().type("promote fraud-detector v1 --to failing --wait -o json");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(1);
    assertThat(ran.json().at("/exit").asString("")).isEqualTo("FAILED");
    assertThat(ran.json().at("/deployment/state").asString("")).isEqualTo("FAILED");
    assertThat(ran.json().at("/promotion/to").asString("")).isEqualTo("failing");
    assertThat(ran.err()).contains("Could not find model data");
  }

  @Test
  void aPlanShowsWhatChangesAndStartsNothing() {
    served("planned");
    Ran ran = terminal().type("plan fraud-detector v2 --to planned");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "Plan for planned-fraud-detector: a new release with v2",
            "~  ",
            "v1/model.tar.gz → ",
            "UpdateEndpoint        planned-fraud-detector",
            "Takes about",
            "USD");
    assertThat(terminal().type("deployments --endpoint planned-fraud-detector -o json").json())
        .hasSize(1);
    Ran json = terminal().type("plan fraud-detector v2 --to planned -o json");
    String hash = json.json().path("hash").asString("");
    assertThat(ran.out()).contains("Plan " + hash);

    Ran agreed = terminal().type("promote fraud-detector v3 --to planned --plan-hash " + hash);
    assertThat(agreed.exit()).isEqualTo(4);
    assertThat(agreed.err()).contains("✗", "/problems/plan-stale", "Request: ");

    Ran several =
        terminal().type("promote fraud-detector v3 --to planned,prod --plan-hash " + hash);
    assertThat(several.exit()).isEqualTo(2);
    assertThat(several.err()).contains("each has its own, as planned=HASH,prod=HASH");
    Ran each =
        terminal()
            .type(
                "promote fraud-detector v3 --to planned,nowhere --plan-hash nowhere=1,planned="
                    + hash);
    assertThat(each.err()).contains("planned: The plan is not the one", "(no-such-environment)");
  }

  @Test
  void aClosedGateIsShownByThePlanAndRefusesThePromotion() {
    gated("closed", "{\"max_instances\": 1}");
    Ran plan = terminal().type("plan fraud-detector v1 --to closed");
    assertThat(plan.exit()).isEqualTo(4);
    assertThat(plan.out()).contains("Gates", "✗  INSTANCE_COUNT  FAILED");
    Ran ran = terminal().type("promote fraud-detector v1 --to closed");
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).contains("✗", "gates-closed");
  }

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
  void aTimeoutEndsTheWaitingOnly() {
    rehearsal.environment("slow");
    Ran ran = terminal().type("promote fraud-detector v1 --to slow --wait --timeout 20s");
    assertThat(ran.exit()).isEqualTo(7);
    assertThat(ran.out()).contains("is UPDATING", "slipway watch ");
    assertThat(terminal().type("watch slow-fraud-detector").exit()).isZero();
  }

  @Test
  void whoGoesAwayIsToldThatItGoesOn() {
    rehearsal.environment("left");
    AtomicReference<Terminal> typed = new AtomicReference<>();
    AtomicBoolean gone = new AtomicBoolean();
    typed.set(
        terminal()
            .meanwhile(time -> {
              if (!gone.getAndSet(true)) typed.get().interrupt();
            }));
    Ran ran = typed.get().type("promote fraud-detector v1 --to left --wait");
    assertThat(ran.err())
        .contains("The deployment to left-fraud-detector goes on", "slipway watch ");
  }

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
    assertThat(ran.exit()).isEqualTo(3);
  }

  @Test
  void whoNeedsAPersonIsToldWhatAPersonCanDo() {
    served("stuck");
    Terminal terminal =
        whileUpdating(
            "stuck",
            (other, endpoint) ->
                rehearsal.fault(
                    """
                    {"kind": "error", "service": "sagemaker", "operation": "DescribeEndpoint",
                     "status": 400, "code": "AccessDeniedException", "message": "not authorized"}
                    """));
    Ran ran = terminal.type("promote fraud-detector v2 --to stuck --wait");
    assertThat(ran.exit()).as(ran.out()).isEqualTo(8);
    assertThat(ran.out())
        .contains("slipway resume ", "slipway rollback stuck-fraud-detector --reason")
        .contains("More: " + rehearsal.api().uri() + "/problems/aws-refused")
        .doesNotContain("slipway cancel");
  }

  @Test
  void severalTargetsEndWithTheWorstOfTheirEnds() {
    rehearsal.environment("eu");
    rehearsal.environment("us");
    Ran ran = terminal().type("promote fraud-detector v1 --to eu,nowhere,us --wait");
    assertThat(ran.exit()).as(ran.out()).isEqualTo(4);
    assertThat(ran.out())
        .contains("✗ nowhere: ", "eu-fraud-detector: release 1", "us-fraud-detector: release 1");
    Ran plans = terminal().type("plan fraud-detector v2 --to eu,us");
    assertThat(plans.out()).contains("Plan for eu-fraud-detector", "Plan for us-fraud-detector");
  }

  @Test
  void thePlanNamesTheUpdateThatIsUndoneFirstAndNoOtherIs() {
    served("in-turn");
    String running = rehearsal.promote("v2", "in-turn").toString();
    assertThat(terminal().type("plan fraud-detector v3 --to in-turn").exit()).isEqualTo(4);
    Ran plan = terminal().type("plan fraud-detector v3 --to in-turn --supersede");
    assertThat(plan.out()).contains("first (promote --supersedes " + running + ").", "AWS calls");
    assertThat(terminal().type("plan fraud-detector v1 --to in-turn --supersede").out())
        .contains("first (promote --supersedes " + running + ").", "No changes besides");

    String line = "promote fraud-detector v3 --to in-turn -o json --supersedes ";
    Ran other = terminal().type(line + UUID.randomUUID());
    assertThat(other.exit()).as(other.err()).isEqualTo(4);
    assertThat(other.err()).contains("/problems/deployment-active");
    Ran agreed = terminal().type(line + running);
    assertThat(agreed.exit()).as(agreed.err()).isZero();
    assertThat(agreed.json().path("supersedes").asString("")).isEqualTo(running);
    assertThat(agreed.json().path("may_supersede").asString("")).isEqualTo(running);
  }

  @Test
  void theSameKeyDoesNotStartASecondOne() {
    rehearsal.environment("keyed");
    String line = "promote fraud-detector v1 --to keyed --idempotency-key run-4711 -o json";
    Ran first = terminal().type(line);
    Ran second = terminal().type(line);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.err()).contains("was made before");
    assertThat(terminal().type("watch keyed-fraud-detector").exit()).isZero();
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

  /** An environment in which v1 serves. */
  private static void served(String environment) {
    rehearsal.environment(environment);
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
  }

  private static void gated(String name, String gates) {
    String body =
        Rehearsal.prod(name)
            .replace("\"location\"", "\"gates\": %s, \"location\"".formatted(gates));
    assertThat(rehearsal.api().post("/v1/environments", body).status()).isEqualTo(201);
  }

  private interface Doing {
    void by(Terminal terminal, String endpoint);
  }

  /** Somebody else does something, once, while the update is under way. */
  private static Terminal whileUpdating(String environment, Doing doing) {
    String endpoint = environment + "-fraud-detector";
    AtomicBoolean done = new AtomicBoolean();
    return terminal()
        .meanwhile(time -> {
          boolean updating =
              rehearsal
                  .api()
                  .get("/v1/deployments?endpoint=" + endpoint)
                  .at("/items/0/waiting_for")
                  .contains("Baking");
          if (updating && !done.getAndSet(true)) doing.by(terminal(), endpoint);
        });
  }
}
