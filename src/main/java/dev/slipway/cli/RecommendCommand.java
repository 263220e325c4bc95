package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
final class RecommendCommand extends MeasurementCommand {

  @Option(
      names = "--instance-type",
      paramLabel = "TYPE,…",
      split = ",",
      order = 10,
      description = "What is tried; AWS chooses unless told.")
  @Nullable List<String> types;

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

  RecommendCommand(Shell shell) {
    super(shell, "recommender-jobs", Recommendations::of);
  }

  @Override
  void ask(ObjectNode body) {
    if (types != null) types.forEach(body.putArray("instance_types")::add);
    if (framework != null) body.put("framework", framework);
    if (frameworkVersion != null) body.put("framework_version", frameworkVersion);
    if (domain != null) body.put("domain", domain);
    if (task != null) body.put("task", task);
  }

  @Override
  List<String> told(JsonNode plan) {
    JsonNode settings = plan.path("settings");
    List<String> types =
        settings.path("instance_types").valueStream().map(JsonNode::asString).toList();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s on %s, in about %d minutes."
            .formatted(
                settings.path("sagemaker_model").asString(""),
                types.isEmpty() ? "instance types that AWS chooses" : String.join(", ", types),
                plan.path("minutes").asInt()));
    if (plan.has("estimated_cost")) {
      lines.add(
          "Estimated cost: %s %s."
              .formatted(plan.path("estimated_cost").asString(), plan.path("currency").asString()));
    }
    plan.path("remarks").forEach(remark -> lines.add("  " + remark.asString()));
    return lines;
  }
}
