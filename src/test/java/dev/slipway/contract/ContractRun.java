package dev.slipway.contract;

import dev.slipway.contract.Wire.Answered;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ConformanceFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** So many random requests to a control plane on which deployments go on meanwhile. */
final class ContractRun {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_FAILURES = 25;
  private static final int BETWEEN_TICKS = 40;

  private static final String GATES =
      "\"gates\": {\"approvals\": 1, \"checks\": [{\"name\": \"fairness\", \"deadline_seconds\":"
          + " 9000}]}";

  /** What only the inside of a program says. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\bat"
              + " [a-z]+\\.[\\w.$]+\\(|\\b(?:dev\\.slipway|org\\.(?:spring|hibernate|apache|postgres)"
              + "|java\\.(?:lang|util|io|time)|tools\\.jackson|jakarta)\\b"
              + "|(?:NullPointer|IllegalArgument|IllegalState|NoSuchElement|ClassCast|SQL)Exception"
              + "|SQLSTATE|PSQL");

  private final Rehearsal stage;
  private final long seed;
  private final Known known = new Known();
  private final RandomRequests requests;
  private final Wire wire;
  private final Map<String, int[]> tally = new TreeMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  ContractRun(Rehearsal stage, long seed) {
    this.stage = stage;
    this.seed = seed;
    requests = new RandomRequests(new Chance(seed), known, colleague(stage));
    wire = new Wire(stage.api().uri());
    requests.ids().forEach(id -> tally.put(id, new int[2]));
    known.add("check", "fairness");
    known.add("subject_type", "endpoint");
    known.add("environment", "gated");
    known.add("model", "fraud-detector");
    known.add("environment", "prod");
    known.add("endpoint", "prod-fraud-detector");
    for (String version : List.of("v1", "v2", "v3")) known.add("version", version);
  }

  /** Somebody who may do everything too, and an environment that wants their word. */
  private static String colleague(Rehearsal stage) {
    stage.environment("gated", GATES);
    stage
        .api()
        .post(
            "/v1/service-accounts",
            "{\"name\": \"colleague\", \"grants\": [{\"role\": \"ADMIN\", \"environment\":"
                + " \"*\"}]}");
    return stage
        .api()
        .post(
            "/v1/service-accounts/colleague/tokens",
            "{\"name\": \"first\", \"expires_in_seconds\": 86400}")
        .at("/token");
  }

  /** Sends them and returns what must not be, with the request that shows it. */
  List<String> send(int count) throws IOException {
    for (int i = 0; i < count && failures.size() < MOST_FAILURES; i++) {
      Asked asked = requests.next();
      examine(asked, wire.send(asked));
      if (i % BETWEEN_TICKS == 0) {
        stage.advance(Duration.ofSeconds(60));
        stage.beginWaiting();
      }
    }
    return new ArrayList<>(failures.values());
  }

  /** How many of each operation were sent, and how many succeeded. */
  Map<String, int[]> tally() {
    return tally;
  }

  /** The same for people. */
  String report() {
    StringBuilder report = new StringBuilder("seed " + seed + "\n");
    tally.forEach((operation, counts) ->
        report.append("%-26s %6d sent %6d succeeded%n".formatted(operation, counts[0], counts[1])));
    return report.toString();
  }

  private void examine(Asked asked, Answered answer) {
    int[] counts = tally.computeIfAbsent(asked.operation(), it -> new int[2]);
    counts[0]++;
    if (answer.status() < 300) {
      counts[1]++;
      learn(asked, answer);
    }
    ConformanceFilter.drain()
        .forEach(it -> failed(asked, answer, it.lines().findFirst().orElse("")));
    boolean later = answer.status() == 503 && answer.headers().containsKey("retry-after");
    if (answer.status() >= 500 && !later) failed(asked, answer, "5xx");
    var inside = INSIDE.matcher(answer.body());
    if (inside.find()) failed(asked, answer, "the inside shows: " + inside.group());
    if (answer.status() >= 400 && !asked.method().equals("HEAD")) {
      if (!"application/problem+json".equals(answer.headers().get("content-type"))) {
        failed(asked, answer, "no problem details");
      }
    }
  }

  private void learn(Asked asked, Answered answer) {
    String etag = answer.headers().get("etag");
    if (etag != null) requests.tagged(asked.target().replaceFirst("\\?.*", ""), etag);
    try {
      JsonNode body = JSON.readTree(answer.body());
      known.learn(asked.operation(), asked.target(), body);
    } catch (JacksonException notJson) {
      // Terraform's language, and nothing at all.
    }
  }

  private void failed(Asked asked, Answered answer, String what) {
    failures.putIfAbsent(
        asked.operation() + " " + answer.status() + " " + what.replaceAll("^.*-> ", ""),
        "%s%n  %s%n  seed %d, %d: %s"
            .formatted(
                what,
                asked.curl(),
                seed,
                answer.status(),
                answer.body().substring(0, Math.min(600, answer.body().length()))));
  }
}
