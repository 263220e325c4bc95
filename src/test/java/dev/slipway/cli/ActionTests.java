package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The example action's own script, as a runner would run it, against a stand-in for GitHub. */
class ActionTests {

  private static final Path ACTION = Path.of("examples/github-action/action.yml");

  private static Rehearsal rehearsal;
  private static HttpServer gitHub;
  @TempDir Path runner;

  @BeforeAll
  static void start() throws IOException {
    rehearsal = Rehearsal.start();
    gitHub = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
    gitHub.createContext(
        "/token",
        exchange -> {
          byte[] body =
              "{\"value\": \"%s\"}".formatted(ApiServer.TOKEN).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    gitHub.start();
  }

  @AfterAll
  static void close() {
    gitHub.stop(0);
    rehearsal.close();
  }

  @Test
  void theActionPromotesAndTellsHowItEnded() throws Exception {
    rehearsal.environment("pipeline");
    Map<String, String> outputs = run("v1", "pipeline");
    assertThat(outputs).containsEntry("exit-code", "0");
    JsonNode deployment =
        rehearsal.api().get("/v1/deployments/" + outputs.get("deployment")).json();
    assertThat(deployment.path("state").asString("")).isEqualTo("SUCCEEDED");
    assertThat(deployment.path("requested_reason").asString(""))
        .isEqualTo("GitHub Actions: https://github.com/acme/models/actions/runs/4711");

    assertThat(run("v2", "nowhere")).containsEntry("exit-code", "4");
  }

  @Test
  void nothingOfAnInputIsRun() throws Exception {
    Path sign = runner.resolve("sign");
    assertThat(run("v1\"; touch " + sign + "; echo \"", "$(touch " + sign + ")"))
        .hasEntrySatisfying("exit-code", code -> assertThat(code).isNotEqualTo("0"));
    assertThat(sign).doesNotExist();
  }

  /** Runs the step while time passes, and returns its outputs. */
  private Map<String, String> run(String version, String to) throws Exception {
    JsonNode step = step();
    launcher();
    Path outputs = Files.createTempFile(runner, "outputs", "");
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", step.path("run").asString(""))
            .redirectErrorStream(true)
            .redirectOutput(runner.resolve("log").toFile());
    bash.environment()
        .putAll(
            Map.of(
                "RUNNER_TEMP", runner.toString(),
                "GITHUB_OUTPUT", outputs.toString(),
                "GITHUB_REPOSITORY", "acme/models",
                "GITHUB_RUN_ID", "4711",
                "GITHUB_RUN_ATTEMPT", "1",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "runner",
                "ACTIONS_ID_TOKEN_REQUEST_URL",
                    "http://127.0.0.1:" + gitHub.getAddress().getPort() + "/token"));
    Map<String, String> inputs =
        Map.of(
            "inputs.url", rehearsal.api().uri().toString(),
            "inputs.audience", "https://slipway.example.com",
            "inputs.model", "fraud-detector",
            "inputs.version", version,
            "inputs.to", to,
            "inputs.reason", "",
            "inputs.timeout", "1h");
    step.path("env")
        .properties()
        .forEach(variable ->
            bash.environment().put(variable.getKey(), inputs.get(expression(variable.getValue()))));
    Process process = bash.start();
    while (process.isAlive()) rehearsal.advance(Duration.ofSeconds(5));
    Properties said = new Properties();
    try (var in = Files.newBufferedReader(outputs)) {
      said.load(in);
    }
    assertThat(said).as(Files.readString(runner.resolve("log"))).containsKey("exit-code");
    assertThat(process.exitValue()).isEqualTo(Integer.parseInt(said.getProperty("exit-code")));
    return Map.of(
        "exit-code", said.getProperty("exit-code"),
        "deployment", said.getProperty("deployment", ""));
  }

  private static String expression(JsonNode value) {
    return value.asString("").replaceAll("^\\$\\{\\{ (.*) }}$", "$1");
  }

  private static JsonNode step() {
    return new YAMLMapper()
        .readTree(ACTION.toFile())
        .at("/runs/steps")
        .valueStream()
        .filter(step -> step.path("id").asString("").equals("promote"))
        .findFirst()
        .orElseThrow();
  }

  /** Where the step before would have unpacked it. */
  private void launcher() throws IOException {
    Path directory = Files.createDirectories(runner.resolve("slipway"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> lines =
        List.of(
            "#!/bin/sh",
            "exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.slipway.Slipway \"$@\""
                .formatted(java, System.getProperty("java.class.path")));
    Path launcher = Files.write(directory.resolve("slipway"), lines);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
