package dev.slipway.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway load-test}. */
@Command(
    name = "load-test",
    customSynopsis =
        "slipway load-test ENDPOINT --p99 MS --reason TEXT --confirm ENDPOINT [options]",
    description =
        "Find out how much an endpoint can do. Real predictions are sent, more and more at once.",
    footer = {
      "",
      "Examples:",
      "  slipway load-test staging-fraud-detector --p99 200 --reason 'the sale' --dry-run",
      "  slipway load-test staging-fraud-detector --p99 200 --reason 'the sale' \\",
      "    --confirm staging-fraud-detector --wait",
      "  slipway load-test staging-fraud-detector --cancel ID --reason 'enough'",
      "",
      "slipway load-tests ENDPOINT lists those that there were."
    })
final class LoadTestCommand extends MeasurementCommand {

  @Option(
      names = "--p99",
      paramLabel = "MS",
      order = 10,
      description = "99 of 100 answers take no longer.")
  @Nullable Integer p99;

  @Option(
      names = "--p95",
      paramLabel = "MS",
      order = 11,
      description = "Instead: 95 of 100 answers take no longer.")
  @Nullable Integer p95;

  @Option(
      names = "--steps",
      paramLabel = "N,N,…",
      split = ",",
      order = 13,
      description = "Requests at once of each step. From 1 by 2 unless told.")
  @Nullable List<Integer> steps;

  @Option(
      names = "--step",
      paramLabel = "TIME",
      converter = Span.class,
      order = 14,
      description = "How long each lasts. Usually 60s.")
  @Nullable Duration step;

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      order = 15,
      description = "Requests at once. Usually 64.")
  @Nullable Integer maxConcurrency;

  @Option(
      names = "--max-rate",
      paramLabel = "N",
      order = 16,
      description = "Requests a second. Usually 1000.")
  @Nullable Double maxRate;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      order = 17,
      description = "In all. Usually 200000.")
  @Nullable Integer maxRequests;

  @Option(
      names = "--max-time",
      paramLabel = "TIME",
      converter = Span.class,
      order = 18,
      description = "Of all steps. Usually 15m.")
  @Nullable Duration maxTime;

  LoadTestCommand(Shell shell) {
    super(shell, "load-tests", LoadTest::of);
  }

  @Override
  void ask(ObjectNode body) {
    if (p99 != null) body.put("p99_ms", p99);
    if (p95 != null) body.put("p95_ms", p95);
    if (steps != null) steps.forEach(body.putArray("steps")::add);
    if (step != null) body.put("step_seconds", step.toSeconds());
    if (maxConcurrency != null) body.put("max_concurrency", maxConcurrency);
    if (maxRate != null) body.put("max_rate", maxRate);
    if (maxRequests != null) body.put("max_requests", maxRequests);
    if (maxTime != null) body.put("max_seconds", maxTime.toSeconds());
  }

  @Override
  List<String> told(JsonNode plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s on %s: at most %s requests, %s at once, in %s."
            .formatted(
                plan.path("endpoint").asString(""),
                plan.path("instances").asInt() + " × " + plan.path("instance_type").asString(""),
                plan.path("most_requests").asLong(),
                plan.path("concurrencies").valueStream().map(JsonNode::asString).toList(),
                Span.of(Duration.ofSeconds(plan.path("longest_seconds").asLong()))));
    if (plan.has("most_extra_cost")) {
      lines.add(
          "Extra cost, at most: %s %s."
              .formatted(
                  plan.path("most_extra_cost").asString(), plan.path("currency").asString()));
    }
    plan.path("remarks").forEach(remark -> lines.add("  " + remark.asString()));
    lines.add("  Alarms: " + plan.path("alarms").valueStream().map(JsonNode::asString).toList());
    return lines;
  }
}
