package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.Conforming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is shown of what is there, as tables and as documents. */
@Conforming
class LookingTests {

  @AutoClose private static Rehearsal rehearsal;
  @TempDir static Path home;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start();
    rehearsal.live("v1");
    rehearsal.environment("after", "\"predecessor\": \"prod\"");
    rehearsal.environment("zero");
  }

  private static Terminal terminal() {
    return Terminal.at(rehearsal, home);
  }

  @Test
  void theBoardShowsWhatIsLiveWhereAndWhatIsOnItsWay() {
    UUID running = rehearsal.promote("v1", "after");
    Ran ran = terminal().type("status");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out().lines().findFirst().orElseThrow()).matches("MODEL +prod +after +zero");
    assertThat(ran.out())
        .containsPattern("fraud-detector +v1 r1 +→ v1 QUEUED +–")
        .contains("after-fraud-detector is being deployed: slipway watch " + running);
    rehearsal.untilEnd(running);
    Ran json = terminal().type("status fraud-detector --environment prod -o json");
    assertThat(json.json().at("/endpoints/0/current_release/model_version").asString(""))
        .isEqualTo("v1");
    assertThat(terminal().type("status nobody").out()).contains("Nothing is deployed");
  }

  @Test
  void whatHappenedIsReadNewestFirstAndNarrowedDown() {
    Ran ran = terminal().type("history --endpoint prod-fraud-detector --type deployment.succeeded");
    assertThat(ran.out()).contains("AT", "prod-fraud-detector", "deployment.succeeded");
    assertThat(ran.out().lines()).hasSize(2);
    Ran recent = terminal().type("history --limit 3 -o json");
    assertThat(recent.json().path("items")).hasSize(3);
    assertThat(terminal().type("history --actor nobody").out()).contains("Nothing is on record.");
    Ran both = terminal().type("history --endpoint a --model b");
    assertThat(both.exit()).isEqualTo(2);
  }

  @Test
  void whatIsRecentIsSoByTheClockThatRowsTellAndASimulatorsRunsAhead() {
    rehearsal.advance(Duration.ofHours(3));
    rehearsal.register("recent", "{}");
    JsonNode recent = terminal().type("history --since 2h --limit 200 -o json").json();
    assertThat(recent.toString()).contains("recent").doesNotContain("deployment.succeeded");
    Ran succeeded = terminal().type("history --since 1d --type deployment.succeeded");
    assertThat(succeeded.out()).contains("prod-fraud-detector");
    assertThat(terminal().type("deployments --since 2h").out()).isEqualTo("No deployments.\n");
    assertThat(terminal().type("deployments --since 1d").out()).contains("prod-fraud-detector");
  }

  @Test
  void listsAreTablesAndOnlyAsLongAsTheyAreAskedToBe() {
    Ran deployments = terminal().type("deployments --endpoint prod-fraud-detector");
    assertThat(deployments.out()).contains("release 1", "PROMOTE", "SUCCEEDED");
    assertThat(terminal().type("deployments --state failed").out()).isEqualTo("No deployments.\n");
    assertThat(terminal().type("deployments --state odd").exit()).isEqualTo(2);
    assertThat(terminal().type("versions fraud-detector --limit 2").out().lines()).hasSize(3);
    assertThat(terminal().type("promotions --to prod").out()).contains("DEPLOYING", "a test");
    assertThat(terminal().type("promotions --pending").out()).isEqualTo("Nothing waits.\n");
    assertThat(terminal().type("releases prod-fraud-detector").out()).contains("serves");
    assertThat(terminal().type("environments").out()).contains("after", "prod", "us-east-1");
  }

  @Test
  void whoAsksForWhatIsNotThereIsToldSo() {
    Ran endpoint = terminal().type("watch prod-nothing");
    assertThat(endpoint.exit()).isEqualTo(4);
    assertThat(endpoint.err()).contains("no-such-endpoint");
    Ran id = terminal().type("watch 01981c8e-7a00-7000-8000-000000000001");
    assertThat(id.exit()).isEqualTo(4);
    assertThat(id.err()).contains("no-such-promotion");
    Ran ended = terminal().type("cancel prod-fraud-detector --reason late");
    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.err()).contains("/problems/");
  }
}
