package dev.slipway.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.GuardedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * Runs the README's tours as they are written, in bash with curl and with the command line, against
 * one local mode and at the same time: each has an environment of its own. Only the first block of
 * the curl tour is replaced: it names the default ports and the home directory.
 */
@Execution(ExecutionMode.CONCURRENT)
class TourIT {

  private static GuardedDirectory home;
  private static RunningSlipway slipway;

  @BeforeAll
  static void start() {
    home = GuardedDirectory.create();
    // Fleets come faster than in the demo; clocks and traffic are the demo's.
    slipway = RunningSlipway.start(home.path(), null, "--slipway.simulator.provisioning-speed=120");
  }

  @AfterAll
  static void close() {
    slipway.close();
    home.close();
  }

  @Test
  void theTourWithCurlWorksAsWritten() throws Exception {
    List<String> blocks = blocks("## A tour with curl");
    assertThat(blocks).hasSizeGreaterThan(10);
    try (TourShell shell = shell("tour");
        TourTraffic traffic = traffic("traffic")) {
      for (String block : blocks.subList(1, blocks.size())) {
        if (block.startsWith("while true")) {
          traffic.begin(block);
          continue;
        }
        String printed = shell.run(block);
        assertThat(printed).as(block).doesNotContain("problem+json");
        if (block.contains("/live")) everythingWasAnswered(traffic);
      }
      v3WasRolledBack();
      v1IsRestored();
      historyShowsAllInOrder();
      v2AnsweredAfterTheRollback(shell);
    }
  }

  @Test
  void theTourWithTheCommandLineWorksAsWritten() throws Exception {
    List<String> blocks = blocks("## A tour with the command line");
    assertThat(blocks).hasSizeGreaterThan(6);
    try (TourShell shell = shell("commands");
        TourTraffic traffic = traffic("predictions")) {
      theDemoIsLive();
      shell.run("export SLIPWAY_DATA_DIRECTORY='%s'".formatted(home.path().resolve("data")));
      for (String block : blocks) {
        if (block.startsWith("while true")) traffic.begin(block);
        else assertThat(shell.run(block)).as(block).doesNotContain("✗ It", "not found");
      }
      assertThat(shell.output())
          .contains("staging would be created:", "staging is created:", "staging: no changes.")
          .contains("Plan for staging-fraud-detector: a new release with v4")
          .contains("release 1 (v1) serves. It took", "release 2 (v4) serves. It took")
          .contains("release 3 (v5) is rolled back.", "exit code 3")
          .contains("quarantined: token:admin rolled it back: v4 scores Sundays wrongly");
      assertThat(
              slipway
                  .get("/v1/endpoints/staging-fraud-detector")
                  .at("/current_release/number")
                  .asInt(0))
          .isEqualTo(1);
    }
  }

  /** As whoever has read so far has waited for. */
  private static void theDemoIsLive() {
    Awaitility.await("v1 in prod")
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> slipway.get("/v1/deployments?endpoint=prod-fraud-detector").toString(),
            deployments -> deployments.contains("\"SUCCEEDED\""));
  }

  private static TourShell shell(String name) throws IOException {
    TourShell shell = new TourShell(home.path(), name);
    shell.run(
        "API=%s\nPROXY=%s\nTOKEN=%s"
            .formatted(slipway.address("API"), slipway.address("Proxy"), slipway.token()));
    return shell;
  }

  private static TourTraffic traffic(String name) throws IOException {
    return new TourTraffic(shell(name), shell(name + "-too"));
  }

  /** Up to the end of v2's rollout, no prediction failed. */
  private static void everythingWasAnswered(TourTraffic traffic) throws IOException {
    assertThat(traffic.codes()).hasSizeGreaterThan(100).containsOnly("200");
  }

  private static void v3WasRolledBack() {
    JsonNode rolledBack =
        slipway
            .get("/v1/deployments?endpoint=prod-fraud-detector&state=ROLLED_BACK")
            .path("items")
            .path(0);
    assertThat(rolledBack.path("reason").asString(""))
        .contains("-5xx-errors")
        .containsPattern("[0-9]");
    JsonNode live = slipway.get("/v1/endpoints/prod-fraud-detector/live");
    assertThat(live.path("status").asString("")).isEqualTo("InService");
    assertThat(live.path("as_expected").asBoolean()).isTrue();
  }

  private static void v1IsRestored() {
    JsonNode current = slipway.get("/v1/endpoints/prod-fraud-detector").path("current_release");
    assertThat(current.path("model_version").asString("")).isEqualTo("v1");
    assertThat(current.path("number").asInt()).isEqualTo(1);
  }

  private static void historyShowsAllInOrder() {
    JsonNode page =
        slipway.get(
            "/v1/audit-events?subject_type=endpoint&subject=prod-fraud-detector&page_size=200");
    List<String> types =
        page.path("items")
            .valueStream()
            .map(event -> event.path("type").asString(""))
            .filter(type -> type.matches("deployment\\.(queued|succeeded|rolled-back)"))
            .toList()
            .reversed();
    assertThat(types)
        .containsExactly(
            "deployment.queued",
            "deployment.succeeded",
            "deployment.queued",
            "deployment.succeeded",
            "deployment.queued",
            "deployment.rolled-back",
            "deployment.queued",
            "deployment.succeeded");
    assertThat(
            slipway
                .get(
                    "/v1/audit-events/verification?subject_type=endpoint&subject=prod-fraud-detector")
                .path("intact")
                .asBoolean())
        .isTrue();
  }

  private static void v2AnsweredAfterTheRollback(TourShell shell) throws IOException {
    String all = shell.output();
    String after = all.substring(all.indexOf("\"ROLLED_BACK\""));
    assertThat(after).containsIgnoringCase("x-slipway-model-version: v2");
  }

  /** The shell blocks of a chapter, in order. */
  private static List<String> blocks(String chapter) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int begin = readme.indexOf(chapter);
    int end = readme.indexOf("\n## ", begin + 1);
    return Pattern.compile("(?s)```sh\n(.*?)```")
        .matcher(readme.substring(begin, end))
        .results()
        .map((MatchResult block) -> block.group(1).strip())
        .toList();
  }
}
