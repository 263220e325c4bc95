package dev.slipway.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway recommend}. */
@Command(
    name = "recommend",
    customSynopsis = "slipway recommend ENDPOINT --reason TEXT --confirm ENDPOINT [options]",
    description =
        "Have SageMaker find out which instances suit a model. It tries what the endpoint serves on"
            + " instances of its own, which cost money.",
    footer = {
      "",
      "Examples:",
      "  slipway recommend staging-fraud-detector --reason 'the sale' --dry-run",
      "  slipway recommend staging-fraud-detector --reason 'the sale' \\",
      "    --instance-type ml.c5.large,ml.c5.xlarge --confirm staging-fraud-detector --wait",
      "  slipway recommend staging-fraud-detector --cancel ID --reason 'enough'",
      "",
      "slipway recommendations ENDPOINT lists the jobs that there were."
    })
final class RecommendCommand extends ClientCommand {

  @Parameters(paramLabel = "ENDPOINT", description = "Its name, <environment>-<model>.")
  String endpoint = "";

  @Option(
      names = "--instance-type",
      paramLabel = "TYPE,…",
      split = ",",
      order = 10,
      description = "What is tried; AWS chooses unless told.")
  @Nullable List<String> types;

  @Option(
      names = "--sample",
      paramLabel = "NAME",
      order = 11,
      description = "What is sent; may be repeated. All of the model's unless told.")
  @Nullable List<String> samples;

  @Option(
      names = "--framework",
      paramLabel = "NAME",
      order = 12,
      description = "TENSORFLOW, PYTORCH, XGBOOST or SAGEMAKER-SCIKIT-LEARN. Usually OTHER.")
  @Nullable String framework;

  @Option(
      names = "--framework-version",
      paramLabel = "VERSION",
      order = 13,
      description = "Such as 2.1.")
  @Nullable String frameworkVersion;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      order = 14,
      description = "COMPUTER_VISION, NATURAL_LANGUAGE_PROCESSING or, usually, MACHINE_LEARNING.")
  @Nullable String domain;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      order = 15,
      description = "Such as CLASSIFICATION or REGRESSION. Usually OTHER.")
  @Nullable String task;

  @Option(
      names = "--safety-factor",
      paramLabel = "N",
      order = 16,
      description = "What of the highest rate autoscaling is to aim for. Usually 0.5.")
  @Nullable Double safetyFactor;

  @Option(
      names = "--confirm",
      paramLabel = "ENDPOINT",
      order = 21,
      description = "The endpoint's name once more, since instances cost money.")
  @Nullable String confirm;

  @Option(names = "--dry-run", order = 22, description = "Show what it would do; start nothing.")
  boolean dryRun;

  @Option(names = "--cancel", paramLabel = "ID", order = 23, description = "End this one instead.")
  @Nullable String cancel;

  @Mixin Why why = new Why();
  @Mixin Patience patience = new Patience();
  @Mixin Keyed keyed = new Keyed();

  RecommendCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    if (cancel != null) return cancel(session, cancel);
    Route route =
        Route.of("endpoints", endpoint, "recommender-jobs").with("dry_run", dryRun ? true : null);
    JsonNode answer = session.api().post(route, keyed.key(), body()).body();
    if (dryRun) return plan(session.printer(), answer);
    return follow(session, answer);
  }

  private Exit cancel(Session session, String id) {
    Route route = Route.of("endpoints", endpoint, "recommender-jobs", id, "cancel");
    Exit exit = follow(session, session.api().post(route, keyed.key(), why.body()).body());
    return exit == Exit.CANCELED ? Exit.DONE : exit;
  }

  private Exit follow(Session session, JsonNode begun) {
    Recommendations job = Recommendations.of(begun);
    if (patience.wait) {
      Route route = Route.of("endpoints", endpoint, "recommender-jobs", job.id());
      return new FollowMeasurement(session, route, patience, Recommendations::of).until(begun);
    }
    Printer printer = session.printer();
    if (printer.json()) printer.document(begun);
    else {
      printer.say(
          "Inference Recommender job %s for %s: %s".formatted(job.id(), endpoint, job.state()));
    }
    return Exit.DONE;
  }

  private ObjectNode body() {
    ObjectNode body = why.body();
    if (confirm != null) body.put("confirm", confirm);
    if (types != null) types.forEach(body.putArray("instance_types")::add);
    if (samples != null) samples.forEach(body.putArray("samples")::add);
    if (framework != null) body.put("framework", framework);
    if (frameworkVersion != null) body.put("framework_version", frameworkVersion);
    if (domain != null) body.put("domain", domain);
    if (task != null) body.put("task", task);
    if (safetyFactor != null) body.put("safety_factor", safetyFactor);
    return body;
  }

  private static Exit plan(Printer printer, JsonNode plan) {
    if (printer.json()) {
      printer.document(plan);
      return Exit.DONE;
    }
    JsonNode settings = plan.path("settings");
    List<String> types =
        settings.path("instance_types").valueStream().map(JsonNode::asString).toList();
    printer.say(
        "%s on %s, in about %d minutes."
            .formatted(
                settings.path("sagemaker_model").asString(""),
                types.isEmpty() ? "instance types that AWS chooses" : String.join(", ", types),
                plan.path("minutes").asInt()));
    if (plan.has("estimated_cost")) {
      printer.say(
          "Estimated cost: %s %s."
              .formatted(plan.path("estimated_cost").asString(), plan.path("currency").asString()));
    }
    plan.path("remarks").forEach(remark -> printer.say("  " + remark.asString()));
    return Exit.DONE;
  }
}
