package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.testing.Conforming;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The plan of a promotion, and holding the promotion to it. */
@Conforming
final class PlanCommandTests extends DeliveryStage {

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
}
