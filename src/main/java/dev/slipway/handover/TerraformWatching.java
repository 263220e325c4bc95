package dev.slipway.handover;

import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Autoscaling and alarms as Terraform, from what AWS wrote. */
final class TerraformWatching {

  private TerraformWatching() {}

  static void write(Footprint footprint, TerraformFile file) {
    boolean scheduled = !footprint.parts(Kind.SCHEDULED_ACTION).isEmpty();
    List<Part> targets = footprint.parts(Kind.SCALABLE_TARGET);
    for (Part part : targets) {
      file.resource(
          "aws_appautoscaling_target",
          targets.size() == 1 ? "this" : file.label("variant_" + variant(part)),
          "sagemaker/" + place(part),
          out -> target(part, scheduled, out));
    }
    for (Part part : footprint.parts(Kind.SCALING_POLICY)) {
      if (metric(tracking(part), "Customized").path("Metrics").size() > 0) {
        file.note(
            "Not exported: the scaling policy " + part.name() + ", which tracks metric math.");
        continue;
      }
      file.resource(
          "aws_appautoscaling_policy",
          file.label(part.name()),
          "sagemaker/" + place(part) + "/" + part.name(),
          out -> policy(part, out));
    }
    for (Part part : footprint.parts(Kind.SCHEDULED_ACTION)) {
      file.commented(
          "The provider cannot import a scheduled action. This one is there; written again by"
              + " Terraform it is the same.",
          "aws_appautoscaling_scheduled_action",
          file.label(part.name()),
          out -> action(part, out));
    }
    Set<String> ofScaling =
        footprint.parts(Kind.SCALING_POLICY).stream()
            .filter(part -> part.body().has("TargetTrackingScalingPolicyConfiguration"))
            .flatMap(part -> part.body().path("Alarms").values().stream())
            .map(alarm -> alarm.path("AlarmName").asString(""))
            .collect(Collectors.toSet());
    for (Part part : footprint.parts(Kind.ALARM)) {
      if (ofScaling.contains(part.name())) continue;
      file.resource(
          "aws_cloudwatch_metric_alarm",
          file.label(part.name()),
          part.name(),
          out -> alarm(part, out));
    }
  }

  private static String variant(Part part) {
    String resource = part.body().path("ResourceId").asString("");
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  private static String place(Part part) {
    return part.body().path("ResourceId").asString("")
        + "/"
        + part.body().path("ScalableDimension").asString("");
  }

  private static void scaled(JsonNode body, Hcl out) {
    out.set("service_namespace", "sagemaker")
        .set("resource_id", body.path("ResourceId"))
        .set("scalable_dimension", body.path("ScalableDimension"));
  }

  private static void target(Part part, boolean scheduled, Hcl out) {
    scaled(part.body(), out);
    out.number("min_capacity", part.body().path("MinCapacity"))
        .number("max_capacity", part.body().path("MaxCapacity"))
        .map("tags", TerraformHosting.tags(part));
    if (scheduled) {
      TerraformHosting.ignore(
          List.of("min_capacity", "max_capacity"), "Scheduled actions change the bounds.", out);
    }
  }

  private static void policy(Part part, Hcl out) {
    JsonNode body = part.body();
    out.set("name", part.name()).set("policy_type", body.path("PolicyType"));
    scaled(body, out);
    JsonNode tracking = tracking(part);
    if (tracking.size() > 0) {
      out.block("target_tracking_scaling_policy_configuration", it -> tracking(tracking, it));
    }
    JsonNode steps = body.path("StepScalingPolicyConfiguration");
    if (steps.size() > 0) {
      out.block("step_scaling_policy_configuration", it -> steps(steps, it));
    }
  }

  private static JsonNode tracking(Part policy) {
    return policy.body().path("TargetTrackingScalingPolicyConfiguration");
  }

  /** The metric that is tracked, where it is of that kind. */
  private static JsonNode metric(JsonNode tracking, String kind) {
    return tracking.path(kind + "MetricSpecification");
  }

  private static void tracking(JsonNode tracking, Hcl out) {
    out.number("target_value", tracking.path("TargetValue"))
        .number("scale_in_cooldown", tracking.path("ScaleInCooldown"))
        .number("scale_out_cooldown", tracking.path("ScaleOutCooldown"))
        .set("disable_scale_in", tracking.path("DisableScaleIn"));
    JsonNode predefined = metric(tracking, "Predefined");
    if (predefined.size() > 0) {
      out.block(
          "predefined_metric_specification",
          it -> it.set("predefined_metric_type", predefined.path("PredefinedMetricType")));
    }
    JsonNode customized = metric(tracking, "Customized");
    if (customized.size() > 0) {
      out.block("customized_metric_specification", it -> customized(customized, it));
    }
  }

  private static void customized(JsonNode metric, Hcl out) {
    out.set("namespace", metric.path("Namespace"))
        .set("metric_name", metric.path("MetricName"))
        .set("statistic", metric.path("Statistic"))
        .set("unit", metric.path("Unit"));
    dimensions(metric.path("Dimensions"))
        .forEach((name, value) ->
            out.block("dimensions", it -> it.set("name", name).set("value", value)));
  }

  private static void steps(JsonNode steps, Hcl out) {
    out.set("adjustment_type", steps.path("AdjustmentType"))
        .number("cooldown", steps.path("Cooldown"))
        .set("metric_aggregation_type", steps.path("MetricAggregationType"))
        .number("min_adjustment_magnitude", steps.path("MinAdjustmentMagnitude"));
    for (JsonNode step : steps.path("StepAdjustments").values()) {
      out.block(
          "step_adjustment",
          it ->
              it.number("metric_interval_lower_bound", step.path("MetricIntervalLowerBound"))
                  .number("metric_interval_upper_bound", step.path("MetricIntervalUpperBound"))
                  .number("scaling_adjustment", step.path("ScalingAdjustment")));
    }
  }

  private static void action(Part part, Hcl out) {
    JsonNode body = part.body();
    out.set("name", part.name());
    scaled(body, out);
    out.set("schedule", body.path("Schedule"))
        .set("timezone", body.path("Timezone"))
        .block(
            "scalable_target_action",
            it ->
                it.number("min_capacity", body.path("ScalableTargetAction").path("MinCapacity"))
                    .number("max_capacity", body.path("ScalableTargetAction").path("MaxCapacity")));
  }

  /** CloudWatch's protocol may write numbers and truth as text. */
  private static void alarm(Part part, Hcl out) {
    JsonNode body = part.body();
    out.set("alarm_name", part.name())
        .set("alarm_description", body.path("AlarmDescription"))
        .expression("actions_enabled", body.path("ActionsEnabled").asString("true"))
        .set("alarm_actions", list(body.path("AlarmActions")))
        .set("ok_actions", list(body.path("OKActions")))
        .set("insufficient_data_actions", list(body.path("InsufficientDataActions")))
        .set("comparison_operator", body.path("ComparisonOperator"))
        .number("evaluation_periods", body.path("EvaluationPeriods"))
        .number("datapoints_to_alarm", body.path("DatapointsToAlarm"))
        .number("threshold", body.path("Threshold"))
        .set("threshold_metric_id", body.path("ThresholdMetricId"))
        .set("treat_missing_data", body.path("TreatMissingData"))
        .set("namespace", body.path("Namespace"))
        .set("metric_name", body.path("MetricName"))
        .set("statistic", body.path("Statistic"))
        .set("extended_statistic", body.path("ExtendedStatistic"))
        .number("period", body.path("Period"))
        .set("unit", body.path("Unit"))
        .map("dimensions", dimensions(body.path("Dimensions")));
    for (JsonNode query : body.path("Metrics").values()) {
      out.block("metric_query", it -> query(query, it));
    }
    out.map("tags", TerraformHosting.tags(part));
  }

  private static JsonNode list(JsonNode actions) {
    return actions.isArray() && actions.size() > 0
        ? actions
        : actions.path("there is no such member");
  }

  private static void query(JsonNode query, Hcl out) {
    out.set("id", query.path("Id"))
        .set("expression", query.path("Expression"))
        .set("label", query.path("Label"))
        .set("account_id", query.path("AccountId"));
    if (query.has("ReturnData")) {
      out.expression("return_data", query.path("ReturnData").asString("false"));
    } else {
      out.expression("return_data", "true");
    }
    JsonNode stat = query.path("MetricStat");
    if (stat.size() == 0) {
      out.number("period", query.path("Period"));
      return;
    }
    out.block(
        "metric",
        it ->
            it.set("namespace", stat.path("Metric").path("Namespace"))
                .set("metric_name", stat.path("Metric").path("MetricName"))
                .set("stat", stat.path("Stat"))
                .number("period", stat.path("Period"))
                .set("unit", stat.path("Unit"))
                .map("dimensions", dimensions(stat.path("Metric").path("Dimensions"))));
  }

  private static Map<String, String> dimensions(JsonNode dimensions) {
    Map<String, String> byName = new TreeMap<>();
    dimensions
        .values()
        .forEach(it -> byName.put(it.path("Name").asString(""), it.path("Value").asString("")));
    return byName;
  }
}
