package dev.slipway.handover;

import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Knows which members of AWS's answers Slipway's record can hold, and names all others: a member
 * that is not on record would be lost with the next deployment.
 *
 * <p>In the list, {@code []} stands for every element of a list, and {@code .**} for everything
 * below. With {@code =value} a member may be left out of the record while it has that value.
 */
final class Expressible {

  private static final List<String> ENDPOINT =
      List.of(
          "EndpointName",
          "EndpointArn",
          "EndpointConfigName",
          "EndpointStatus",
          "FailureReason",
          "CreationTime",
          "LastModifiedTime",
          "ProductionVariants[].VariantName",
          "ProductionVariants[].DeployedImages.**",
          "ProductionVariants[].VariantStatus.**",
          "ProductionVariants[].CurrentWeight",
          "ProductionVariants[].DesiredWeight",
          "ProductionVariants[].CurrentInstanceCount",
          "ProductionVariants[].DesiredInstanceCount",
          "ProductionVariants[].CurrentServerlessConfig.**",
          "ProductionVariants[].DesiredServerlessConfig.**",
          "ProductionVariants[].RoutingConfig.**",
          "DataCaptureConfig.**",
          "LastDeploymentConfig.BlueGreenUpdatePolicy.**",
          "LastDeploymentConfig.RollingUpdatePolicy.**",
          "LastDeploymentConfig.AutoRollbackConfiguration.Alarms[].AlarmName");

  private static final List<String> ENDPOINT_CONFIG =
      List.of(
          "EndpointConfigName",
          "EndpointConfigArn",
          "CreationTime",
          "KmsKeyId",
          "EnableNetworkIsolation=false",
          "ProductionVariants[].VariantName",
          "ProductionVariants[].ModelName",
          "ProductionVariants[].InitialInstanceCount",
          "ProductionVariants[].InstanceType",
          "ProductionVariants[].InitialVariantWeight",
          "ProductionVariants[].VolumeSizeInGB",
          "ProductionVariants[].ModelDataDownloadTimeoutInSeconds",
          "ProductionVariants[].ContainerStartupHealthCheckTimeoutInSeconds",
          "ProductionVariants[].EnableSSMAccess=false",
          "ProductionVariants[].RoutingConfig.RoutingStrategy",
          "ProductionVariants[].ServerlessConfig.MemorySizeInMB",
          "ProductionVariants[].ServerlessConfig.MaxConcurrency",
          "ProductionVariants[].ServerlessConfig.ProvisionedConcurrency",
          "DataCaptureConfig.EnableCapture",
          "DataCaptureConfig.InitialSamplingPercentage",
          "DataCaptureConfig.DestinationS3Uri",
          "DataCaptureConfig.CaptureOptions[].CaptureMode");

  private static final List<String> MODEL =
      List.of(
          "ModelName",
          "ModelArn",
          "CreationTime",
          "ExecutionRoleArn",
          "EnableNetworkIsolation",
          "VpcConfig.Subnets[]",
          "VpcConfig.SecurityGroupIds[]",
          "InferenceExecutionConfig.Mode=Serial",
          "PrimaryContainer.Image",
          "PrimaryContainer.ModelDataUrl",
          "PrimaryContainer.ContainerHostname",
          "PrimaryContainer.Mode=SingleModel",
          "PrimaryContainer.Environment.**",
          "PrimaryContainer.ModelDataSource.S3DataSource.S3Uri",
          "PrimaryContainer.ModelDataSource.S3DataSource.S3DataType=S3Object",
          "PrimaryContainer.ModelDataSource.S3DataSource.CompressionType=Gzip",
          "Containers[].Image",
          "Containers[].ModelDataUrl",
          "Containers[].ContainerHostname",
          "Containers[].Mode=SingleModel",
          "Containers[].Environment.**",
          "Containers[].ModelDataSource.S3DataSource.S3Uri",
          "Containers[].ModelDataSource.S3DataSource.S3DataType=S3Object",
          "Containers[].ModelDataSource.S3DataSource.CompressionType=Gzip",
          "DeploymentRecommendation.**");

  private static final List<String> SCALABLE_TARGET =
      List.of(
          "ServiceNamespace",
          "ResourceId",
          "ScalableDimension",
          "MinCapacity",
          "MaxCapacity",
          "RoleARN",
          "CreationTime",
          "ScalableTargetARN",
          "PredictedCapacity",
          "SuspendedState.DynamicScalingInSuspended=false",
          "SuspendedState.DynamicScalingOutSuspended=false",
          "SuspendedState.ScheduledScalingSuspended=false");

  private static final String TRACKING = "TargetTrackingScalingPolicyConfiguration.";

  private static final List<String> SCALING_POLICY =
      List.of(
          "PolicyARN",
          "PolicyName",
          "ServiceNamespace",
          "ResourceId",
          "ScalableDimension",
          "PolicyType=TargetTrackingScaling",
          "CreationTime",
          "Alarms.**",
          TRACKING + "TargetValue",
          TRACKING + "PredefinedMetricSpecification.PredefinedMetricType",
          TRACKING + "ScaleOutCooldown",
          TRACKING + "ScaleInCooldown",
          TRACKING + "DisableScaleIn=false");

  private static final List<String> SCHEDULED_ACTION =
      List.of(
          "ScheduledActionName",
          "ScheduledActionARN",
          "ServiceNamespace",
          "Schedule",
          "Timezone",
          "ResourceId",
          "ScalableDimension",
          "CreationTime",
          "ScalableTargetAction.MinCapacity",
          "ScalableTargetAction.MaxCapacity");

  private static final List<String> ALARM =
      List.of(
          "AlarmName",
          "AlarmArn",
          "AlarmDescription",
          "AlarmConfigurationUpdatedTimestamp",
          "ActionsEnabled=true",
          "AlarmActions[]",
          "StateValue",
          "StateReason",
          "StateReasonData",
          "StateUpdatedTimestamp",
          "StateTransitionedTimestamp",
          "MetricName",
          "Namespace",
          "Statistic",
          "ExtendedStatistic",
          "Dimensions.**",
          "Period",
          "EvaluationPeriods",
          "DatapointsToAlarm",
          "Threshold",
          "TreatMissingData",
          "ComparisonOperator=GreaterThanThreshold",
          "ComparisonOperator=GreaterThanOrEqualToThreshold",
          "ComparisonOperator=LessThanThreshold",
          "ComparisonOperator=LessThanOrEqualToThreshold",
          "Metrics[].Id",
          "Metrics[].MetricStat.Metric.**",
          "Metrics[].MetricStat.Period",
          "Metrics[].MetricStat.Stat",
          "Metrics[].Expression",
          "Metrics[].ReturnData");

  private Expressible() {}

  /**
   * The members of a part for which Slipway has no word. Each is told by its place, as the
   * beginning of a sentence.
   */
  static List<String> missing(Part part) {
    List<String> missing = new ArrayList<>();
    for (String path : part.unknown()) missing.add(path + " (newer than this Slipway)");
    leaves(part.body(), "", "", part, missing);
    if (part.kind() == Kind.MODEL) {
      JsonNode primary = part.body().path("PrimaryContainer");
      otherSource(primary, "PrimaryContainer", missing);
      JsonNode containers = part.body().path("Containers");
      for (int i = 0; i < containers.size(); i++) {
        otherSource(containers.get(i), "Containers[" + i + "]", missing);
      }
    }
    return missing;
  }

  /**
   * Adds an archive that is only in ModelDataSource. SageMaker usually writes its address twice;
   * here it would be lost. What is no archive is told by its form.
   */
  private static void otherSource(JsonNode container, String path, List<String> missing) {
    String source = container.at("/ModelDataSource/S3DataSource/S3Uri").asString("");
    if (source.isEmpty() || source.equals(container.path("ModelDataUrl").asString(""))) return;
    if (container.at("/ModelDataSource/S3DataSource/CompressionType").asString("").equals("None")) {
      return;
    }
    missing.add(path + ".ModelDataSource.S3DataSource.S3Uri=" + source);
  }

  private static void leaves(
      JsonNode node, String path, String form, Part part, List<String> missing) {
    if (part.unknown().contains(path)) return;
    if (node.isObject()) {
      node.properties()
          .forEach(member ->
              leaves(
                  member.getValue(),
                  path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                  form.isEmpty() ? member.getKey() : form + "." + member.getKey(),
                  part,
                  missing));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        leaves(node.get(i), path + "[" + i + "]", form + "[]", part, missing);
      }
    } else if (!node.isNull() && !node.asString("").isEmpty() && !known(form, node, part.kind())) {
      missing.add(path + "=" + node.asString(""));
    }
  }

  private static boolean known(String form, JsonNode value, Kind kind) {
    return members(kind).stream()
        .anyMatch(member ->
            member.equals(form)
                || member.equals(form + "=" + value.asString(""))
                || (member.endsWith(".**")
                    && below(form, member.substring(0, member.length() - ".**".length()))));
  }

  private static boolean below(String form, String root) {
    return form.startsWith(root + ".") || form.startsWith(root + "[]") || form.equals(root);
  }

  private static List<String> members(Kind kind) {
    return switch (kind) {
      case ENDPOINT -> ENDPOINT;
      case ENDPOINT_CONFIG -> ENDPOINT_CONFIG;
      case MODEL -> MODEL;
      case SCALABLE_TARGET -> SCALABLE_TARGET;
      case SCALING_POLICY -> SCALING_POLICY;
      case SCHEDULED_ACTION -> SCHEDULED_ACTION;
      case ALARM -> ALARM;
    };
  }
}
