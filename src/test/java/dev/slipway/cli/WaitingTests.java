package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.testing.Conforming;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Promoting and waiting for the end: what is printed, and with which code it ends. */
@Conforming
final class WaitingTests extends DeliveryStage {

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
  void whatAnAlarmSpokeAgainstWhileItIsWaitedForEndsWithThree() {
    served("alarmed");
    Terminal terminal =
        whileUpdating("alarmed", (other, endpoint) -> rehearsal.fireErrorsOf(endpoint + "-r2-"));
    Ran ran = terminal.type("promote fraud-detector v2 --to alarmed --wait");
    assertThat(ran.exit()).as(ran.out()).isEqualTo(3);
    assertThat(ran.out())
        .contains("ROLLING_BACK", "release 2 (v2) is rolled back.", "Release 1 serves.");
  }

  @Test
  void whatSomebodyCallsOffInTheMiddleOfTheUpdateEndsWithNine() {
    served("going-back");
    Terminal terminal = whileUpdating("going-back", this::cancel);
    Ran ran = terminal.type("promote fraud-detector v2 --to going-back --wait");
    assertThat(ran.exit()).as(ran.out()).isEqualTo(9);
    assertThat(ran.out())
        .contains("ROLLING_BACK", "release 2 (v2) is rolled back.", "Release 1 serves.");
  }

  @Test
  void whatALaterPromotionTakesThePlaceOfEndsWithNine() {
    served("replaced");
    Terminal terminal =
        whileUpdating(
            "replaced",
            (other, endpoint) -> {
              Ran later = other.type("promote fraud-detector v3 --to replaced --supersede");
              assertThat(later.exit()).as(later.err()).isZero();
            });
    Ran ran = terminal.type("promote fraud-detector v2 --to replaced --wait");
    assertThat(ran.exit()).as(ran.out()).isEqualTo(9);
    assertThat(ran.out()).contains("ROLLING_BACK", "release 2 (v2) is rolled back.");
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
  void theSameKeyDoesNotStartASecondOne() {
    rehearsal.environment("keyed");
    String line = "promote fraud-detector v1 --to keyed --idempotency-key run-4711 -o json";
    Ran first = terminal().type(line);
    Ran second = terminal().type(line);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.err()).contains("was made before");
    assertThat(terminal().type("watch keyed-fraud-detector").exit()).isZero();
  }
}
