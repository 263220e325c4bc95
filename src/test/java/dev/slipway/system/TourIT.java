package dev.slipway.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.GuardedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Runs the README's tour as it is written, in bash with curl, against local mode. Only the first
 * block is replaced: it names the default ports and the home directory.
 */
class TourIT {

  private static final Duration BLOCK = Duration.ofSeconds(150);
  private static final String SENTINEL = "--- end of block ---";

  @Test
  void theTourOfTheReadmeWorksAsWritten() throws Exception {
    List<String> blocks = blocks();
    assertThat(blocks).hasSizeGreaterThan(10);
    try (GuardedDirectory home = GuardedDirectory.create();
        RunningSlipway slipway = RunningSlipway.start(home.path(), null);
        Shell shell = new Shell(home.path(), "tour");
        Shell traffic = new Shell(home.path(), "traffic")) {
      String variables =
          "API=%s\nPROXY=%s\nTOKEN=%s"
              .formatted(slipway.address("API"), slipway.address("Proxy"), slipway.token());
      shell.run(variables);
      traffic.run(variables);
      boolean flowing = false;
      for (String block : blocks.subList(1, blocks.size())) {
        if (block.startsWith("while true")) {
          traffic.begin(block);
          flowing = true;
          continue;
        }
        String printed = shell.run(block);
        assertThat(printed).as(block).doesNotContain("problem+json");
        if (block.contains("/live")) everythingWasAnswered(traffic, flowing);
      }
      v3WasRolledBack(slipway);
      v1IsRestored(slipway);
      historyShowsAllInOrder(slipway);
      v2AnsweredAfterTheRollback(shell);
    }
  }

  /** Up to the end of v2's rollout, no prediction failed. */
  private static void everythingWasAnswered(Shell traffic, boolean flowing) throws IOException {
    assertThat(flowing).isTrue();
    List<String> codes = traffic.output().lines().filter(line -> line.matches("\\d{3}")).toList();
    assertThat(codes).hasSizeGreaterThan(100).containsOnly("200");
  }

  private static void v3WasRolledBack(RunningSlipway slipway) {
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

  private static void v1IsRestored(RunningSlipway slipway) {
    JsonNode current =
        slipway.get("/v1/endpoints/prod-fraud-detector").path("current_release");
    assertThat(current.path("model_version").asString("")).isEqualTo("v1");
    assertThat(current.path("number").asInt()).isEqualTo(1);
  }

  private static void historyShowsAllInOrder(RunningSlipway slipway) {
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

  private static void v2AnsweredAfterTheRollback(Shell shell) throws IOException {
    String all = shell.output();
    String after = all.substring(all.indexOf("\"ROLLED_BACK\""));
    assertThat(after).containsIgnoringCase("x-slipway-model-version: v2");
  }

  /** The shell blocks of the tour, in order. */
  private static List<String> blocks() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int begin = readme.indexOf("## A tour with curl");
    int end = readme.indexOf("\n## ", begin + 1);
    return Pattern.compile("(?s)```sh\n(.*?)```")
        .matcher(readme.substring(begin, end))
        .results()
        .map((MatchResult block) -> block.group(1).strip())
        .toList();
  }

  /** A bash that blocks are typed into. */
  private static final class Shell implements AutoCloseable {

    private final Process bash;
    private final Path output;

    Shell(Path directory, String name) throws IOException {
      output = directory.resolve(name + ".txt");
      bash =
          new ProcessBuilder("bash", "-s")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    }

    void begin(String block) throws IOException {
      bash.getOutputStream().write((block + "\n").getBytes());
      bash.getOutputStream().flush();
    }

    /** Types a block and waits until it is done; returns what it printed. */
    String run(String block) throws IOException {
      int before = output().length();
      begin(block + "\necho\necho '" + SENTINEL + "'");
      Awaitility.await(block)
          .atMost(BLOCK)
          .until(() -> output().indexOf(SENTINEL, before) >= 0);
      return output().substring(before);
    }

    String output() throws IOException {
      return Files.readString(output);
    }

    @Override
    public void close() throws Exception {
      bash.descendants().forEach(ProcessHandle::destroyForcibly);
      bash.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }
}
