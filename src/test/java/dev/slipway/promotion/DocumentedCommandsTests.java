package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The commands of {@code docs/promotions.md}, run in their order as they are printed there. */
class DocumentedCommandsTests extends PromotionStage {

  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  /** An answer with an error fails the block, and its body is seen. */
  private static final String STRICT =
      "set -e\ncurl() { command curl --silent --show-error --fail-with-body \"$@\"; }\n";

  DocumentedCommandsTests() {
    super(Rehearsal.unpaced());
  }

  @Test
  void everyCommandOnPromotionsRunsAsItIsPrinted() throws IOException, InterruptedException {
    assumeTrue(
        Stream.of("curl", "openssl").allMatch(it -> Files.isExecutable(Path.of("/usr/bin", it))),
        "curl or openssl is not installed");
    pausedByARollback();
    String id = promote("prod", "v3", "").at("/id");
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(Path.of("docs/promotions.md")))
            .results()
            .map(found -> found.group(1))
            .filter(block -> block.contains("curl "))
            .toList();
    assertThat(blocks).hasSize(4);

    Map<String, String> shell =
        Map.of("API", rehearsal.api().origin(), "TOKEN", rehearsal.api().tokenOf("anna"), "ID", id);
    assertThat(run(blocks.get(0), shell)).contains("the figures are good");
    assertThat(promotion(id).at("/decisions/0/by")).isEqualTo("token:anna");
    String made = run(blocks.get(1), shell);
    String secret = new JsonMapper().readTree(made).path("secret").asString();
    Map<String, String> check = Map.of("API", shell.get("API"), "ID", id, "SECRET", secret);
    assertThat(run(blocks.get(2), check)).contains("no group is treated worse");
    assertThat(promotion(id).at("/outcome")).isEqualTo("DEPLOYING");
    assertThat(run(blocks.get(3), shell)).contains("\"paused_by\"");
    assertThat(
            rehearsal.api().get("/v1/environments/prod/auto-promotion").at("/models/0/paused_by"))
        .isEmpty();
  }

  /** The promotions that prod takes by itself wait for somebody to resume them. */
  private void pausedByARollback() {
    rehearsal.environment("staging");
    rehearsal.untilEnd(rehearsal.promote("v3", "staging"));
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    Answer back =
        rehearsal
            .api()
            .post("/v1/endpoints/prod-fraud-detector/rollbacks", "{\"reason\": \"wrong\"}");
    assertThat(back.status()).as(back.http().body()).isEqualTo(202);
    rehearsal.untilEnd(update);
    rehearsal.advance(Duration.ofSeconds(1));
    Answer changed =
        rehearsal
            .api()
            .patch(
                "/v1/environments/prod",
                rehearsal.api().get("/v1/environments/prod").header("ETag"),
                """
                {"profile": {"predecessor": "staging", "auto_promotion": true,
                 "gates": {"approvals": 1,
                           "checks": [{"name": "fairness", "deadline_seconds": 7200}]}}}
                """);
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
    rehearsal.beginWaiting();
  }

  /** What a block prints. */
  private static String run(String block, Map<String, String> variables)
      throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", STRICT + block);
    shell.environment().putAll(variables);
    shell.redirectErrorStream(true);
    Process running = shell.start();
    String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor()).as(block + output).isZero();
    return output;
  }
}
