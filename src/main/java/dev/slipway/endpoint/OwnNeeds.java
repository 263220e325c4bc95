package dev.slipway.endpoint;

import dev.slipway.cloud.CloudLocation;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The actions that Slipway itself must be allowed for a deployment, from its first look to its last
 * deletion. They are told by resource, as narrowly as in the shipped policy (docs/iam).
 *
 * @param before the release that serves; null for none
 * @param smokeTest whether samples are sent to the new fleet
 */
record OwnNeeds(
    Endpoint endpoint, @Nullable ReleaseSpec before, ReleaseSpec wanted, boolean smokeTest) {

  private static final String SAGEMAKER = "sagemaker.amazonaws.com";

  /** Actions on one resource, an ARN or {@code *}, with the context keys that the real call has. */
  record Need(String resource, List<String> actions, Map<String, String> context) {}

  /** All needs. */
  List<Need> all() {
    List<Need> needs = new ArrayList<>(hosting());
    needs.addAll(watching());
    needs.addAll(scaling());
    needs.addAll(role());
    return needs;
  }

  private List<Need> hosting() {
    String name = endpoint.physicalName();
    List<String> onEndpoint =
        new ArrayList<>(
            List.of("CreateEndpoint", "UpdateEndpoint", "DescribeEndpoint", "AddTags", "ListTags"));
    if (smokeTest) onEndpoint.add("InvokeEndpoint");
    List<Need> needs = new ArrayList<>();
    if (before != null && before.otherKind(wanted)) {
      onEndpoint.add("DeleteEndpoint");
      needs.add(sageMaker("endpoint/" + Names.replacement(endpoint.name(), 1), onEndpoint));
    }
    needs.add(sageMaker("endpoint/" + name, onEndpoint));
    needs.add(
        // Creating and updating are authorised on the configuration too.
        sageMaker(
            "endpoint-config/" + first(),
            List.of(
                "CreateEndpointConfig",
                "DescribeEndpointConfig",
                "DeleteEndpointConfig",
                "CreateEndpoint",
                "UpdateEndpoint",
                "AddTags",
                "ListTags")));
    needs.add(
        sageMaker(
            "model/" + first(),
            List.of("CreateModel", "DescribeModel", "DeleteModel", "AddTags", "ListTags")));
    return needs;
  }

  private List<Need> watching() {
    List<Need> needs = new ArrayList<>();
    needs.add(
        need(
            arn("cloudwatch", "alarm:" + first()),
            "cloudwatch:PutMetricAlarm",
            "cloudwatch:TagResource",
            "cloudwatch:DeleteAlarms",
            "cloudwatch:ListTagsForResource"));
    needs.add(need("*", "cloudwatch:DescribeAlarms"));
    if (Bakes.ours(before, wanted)) needs.add(need("*", "cloudwatch:DescribeAlarmHistory"));
    if (before != null && wanted.judge() != null) needs.add(need("*", "cloudwatch:GetMetricData"));
    if (wanted.hosting().serverless() == null) {
      needs.add(
          new Need(
              "*",
              List.of("cloudwatch:PutMetricData"),
              Map.of("cloudwatch:namespace", AlarmSet.OWN_NAMESPACE)));
    }
    return needs;
  }

  /**
   * The needs for scaling. The scaling is always looked at; it is changed only where a release
   * scales.
   */
  private List<Need> scaling() {
    List<Need> needs = new ArrayList<>();
    needs.add(need("*", "application-autoscaling:DescribeScalableTargets"));
    List<Scaling> used = new ArrayList<>();
    if (before != null && before.autoscaling() != null) used.add(before.autoscaling());
    if (wanted.autoscaling() != null) used.add(wanted.autoscaling());
    if (used.isEmpty()) return needs;
    needs.add(
        need(
            "*",
            "application-autoscaling:DescribeScalingPolicies",
            "application-autoscaling:DescribeScheduledActions"));
    List<String> changes =
        new ArrayList<>(
            List.of(
                "application-autoscaling:RegisterScalableTarget",
                "application-autoscaling:DeregisterScalableTarget",
                "application-autoscaling:PutScalingPolicy",
                "application-autoscaling:TagResource",
                "application-autoscaling:ListTagsForResource"));
    if (used.size() == 2 && !used.getFirst().equals(used.getLast())) {
      changes.add("application-autoscaling:DeleteScalingPolicy");
    }
    if (used.stream().anyMatch(scaling -> !scaling.schedule().isEmpty())) {
      changes.add("application-autoscaling:PutScheduledAction");
      changes.add("application-autoscaling:DeleteScheduledAction");
    }
    needs.add(new Need(arn("application-autoscaling", "scalable-target/*"), changes, Map.of()));
    return needs;
  }

  private List<Need> role() {
    Map<String, String> passed = Map.of("iam:PassedToService", SAGEMAKER);
    String given = wanted.executionRole().arn();
    if (given != null) return List.of(new Need(given, List.of("iam:PassRole"), passed));
    String made = ManagedRole.arn(endpoint, wanted);
    return List.of(
        new Need(made, List.of("iam:PassRole"), passed),
        need(
            made,
            "iam:CreateRole",
            "iam:TagRole",
            "iam:GetRole",
            "iam:PutRolePolicy",
            "iam:GetRolePolicy"));
  }

  /**
   * The beginning that all names of configurations, models and alarms share. It is Slipway's name
   * of the endpoint, also where an adopted or replacing endpoint has another name in SageMaker.
   */
  private String first() {
    return endpoint.name() + "-r1";
  }

  private Need sageMaker(String resource, List<String> operations) {
    return new Need(
        arn("sagemaker", resource),
        operations.stream().map(operation -> "sagemaker:" + operation).toList(),
        Map.of());
  }

  private static Need need(String resource, String... actions) {
    return new Need(resource, Arrays.asList(actions), Map.of());
  }

  private String arn(String service, String resource) {
    CloudLocation at = wanted.location();
    return "arn:%s:%s:%s:%s:%s"
        .formatted(at.partition(), service, at.region(), at.accountId(), resource);
  }
}
