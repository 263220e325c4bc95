package dev.slipway.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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
final class LoadTestCommand extends ClientCommand {

  @Parameters(paramLabel = "ENDPOINT", description = "Its name, <environment>-<model>.")
  String endpoint = "";

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
      names = "--sample",
      paramLabel = "NAME",
      order = 12,
      description = "What is sent; may be repeated. All of the model's unless told.")
  @Nullable List<String> samples;

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

  @Option(
      names = "--safety-factor",
      paramLabel = "N",
      order = 19,
      description = "What of the measured rate autoscaling is to aim for. Usually 0.5.")
  @Nullable Double safetyFactor;

  @Option(
      names = "--confirm",
      paramLabel = "ENDPOINT",
      order = 21,
      description = "The endpoint's name once more, since real load goes to it.")
  @Nullable String confirm;

  @Option(names = "--dry-run", order = 22, description = "Show what it would do; send nothing.")
  boolean dryRun;

  @Option(names = "--cancel", paramLabel = "ID", order = 23, description = "End this one instead.")
  @Nullable String cancel;

  @Mixin Why why = new Why();
  @Mixin Patience patience = new Patience();
  @Mixin Keyed keyed = new Keyed();

  LoadTestCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    if (cancel != null) return cancel(session, cancel);
    Route route =
        Route.of("endpoints", endpoint, "load-tests").with("dry_run", dryRun ? true : null);
    JsonNode answer = session.api().post(route, keyed.key(), body()).body();
    if (dryRun) return plan(session.printer(), answer);
    return follow(session, answer);
  }

  private Exit cancel(Session session, String id) {
    ObjectNode body = why.body();
    Route route = Route.of("endpoints", endpoint, "load-tests", id, "cancel");
    Exit exit = follow(session, session.api().post(route, keyed.key(), body).body());
    return exit == Exit.CANCELED ? Exit.DONE : exit;
  }

  private Exit follow(Session session, JsonNode begun) {
    LoadTest test = LoadTest.of(begun);
    if (patience.wait) {
      Route route = Route.of("endpoints", endpoint, "load-tests", test.id());
      return new FollowMeasurement(session, route, patience, LoadTest::of).until(begun);
    }
    Printer printer = session.printer();
    if (printer.json()) printer.document(begun);
    else printer.say("Load test %s of %s: %s".formatted(test.id(), endpoint, test.state()));
    return Exit.DONE;
  }

  private ObjectNode body() {
    ObjectNode body = why.body();
    if (confirm != null) body.put("confirm", confirm);
    if (p99 != null) body.put("p99_ms", p99);
    if (p95 != null) body.put("p95_ms", p95);
    if (samples != null) samples.forEach(body.putArray("samples")::add);
    if (steps != null) steps.forEach(body.putArray("steps")::add);
    if (step != null) body.put("step_seconds", step.toSeconds());
    if (maxConcurrency != null) body.put("max_concurrency", maxConcurrency);
    if (maxRate != null) body.put("max_rate", maxRate);
    if (maxRequests != null) body.put("max_requests", maxRequests);
    if (maxTime != null) body.put("max_seconds", maxTime.toSeconds());
    if (safetyFactor != null) body.put("safety_factor", safetyFactor);
    return body;
  }

  private static Exit plan(Printer printer, JsonNode plan) {
    if (printer.json()) {
      printer.document(plan);
      return Exit.DONE;
    }
    printer.say(
        "%s on %s: at most %s requests, %s at once, in %s."
            .formatted(
                plan.path("endpoint").asString(""),
                plan.path("instances").asInt() + " × " + plan.path("instance_type").asString(""),
                plan.path("most_requests").asLong(),
                plan.path("concurrencies").valueStream().map(JsonNode::asString).toList(),
                Span.of(Duration.ofSeconds(plan.path("longest_seconds").asLong()))));
    if (plan.has("most_extra_cost")) {
      printer.say(
          "Extra cost, at most: %s %s."
              .formatted(
                  plan.path("most_extra_cost").asString(), plan.path("currency").asString()));
    }
    plan.path("remarks").forEach(remark -> printer.say("  " + remark.asString()));
    printer.say("  Alarms: " + plan.path("alarms").valueStream().map(JsonNode::asString).toList());
    return Exit.DONE;
  }
}
