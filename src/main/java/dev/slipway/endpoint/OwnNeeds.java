package dev.slipway.endpoint;

import dev.slipway.cloud.CloudLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Slipway itself must be allowed to do for a deployment, by resource, as narrow as the shipped
 * policy (docs/iam).
 */
final class OwnNeeds {

  private static final String SAGEMAKER = "sagemaker.amazonaws.com";

  private OwnNeeds() {}

  /** Actions on one resource, an ARN or {@code *}, with what the real call is known by. */
  record Need(String resource, List<String> actions, Map<String, String> context) {}

  /**
   * All of it.
   *
   * @param bakes whether Slipway bakes the update itself, see {@link Bakes#ours}
   */
  static List<Need> of(Endpoint endpoint, ReleaseSpec wanted, boolean bakes) {
    String name = endpoint.physicalName();
    String first = name + "-r1";
    CloudLocation at = wanted.location();
    List<Need> needs = new ArrayList<>();
    needs.add(
        sageMaker(
            at,
            "endpoint/" + name,
            "CreateEndpoint",
            "UpdateEndpoint",
            "DescribeEndpoint",
            "AddTags",
            "ListTags"));
    // Creating and updating are authorised on the configuration too.
    needs.add(
        sageMaker(
            at,
            "endpoint-config/" + first,
            "CreateEndpointConfig",
            "DescribeEndpointConfig",
            "CreateEndpoint",
            "UpdateEndpoint",
            "AddTags",
            "ListTags"));
    needs.add(
        sageMaker(at, "model/" + first, "CreateModel", "DescribeModel", "AddTags", "ListTags"));
    needs.add(
        new Need(
            arn(at, "cloudwatch", "alarm:" + first),
            List.of("cloudwatch:PutMetricAlarm"),
            Map.of()));
    needs.add(new Need("*", List.of("cloudwatch:DescribeAlarms"), Map.of()));
    if (bakes) needs.add(new Need("*", List.of("cloudwatch:DescribeAlarmHistory"), Map.of()));
    if (wanted.hosting().serverless() == null) {
      needs.add(
          new Need(
              "*",
              List.of("cloudwatch:PutMetricData"),
              Map.of("cloudwatch:namespace", "Slipway/Deployments")));
    }
    if (wanted.autoscaling() != null) {
      needs.add(
          new Need(
              arn(at, "application-autoscaling", "scalable-target/*"),
              List.of(
                  "application-autoscaling:RegisterScalableTarget",
                  "application-autoscaling:PutScalingPolicy"),
              Map.of()));
    }
    needs.addAll(role(endpoint, wanted));
    return needs;
  }

  private static List<Need> role(Endpoint endpoint, ReleaseSpec wanted) {
    Map<String, String> passed = Map.of("iam:PassedToService", SAGEMAKER);
    String given = wanted.executionRole().arn();
    if (given != null) return List.of(new Need(given, List.of("iam:PassRole"), passed));
    String path = wanted.executionRole().path();
    String made =
        "arn:aws:iam::"
            + wanted.location().accountId()
            + ":role"
            + (path == null ? "/" : path)
            + Names.executionRole(endpoint.name());
    return List.of(
        new Need(made, List.of("iam:PassRole"), passed),
        new Need(
            made,
            List.of(
                "iam:CreateRole",
                "iam:TagRole",
                "iam:GetRole",
                "iam:PutRolePolicy",
                "iam:GetRolePolicy"),
            Map.of()));
  }

  private static Need sageMaker(CloudLocation at, String resource, String... operations) {
    return new Need(
        arn(at, "sagemaker", resource),
        List.of(operations).stream().map(operation -> "sagemaker:" + operation).toList(),
        Map.of());
  }

  private static String arn(CloudLocation at, String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, at.region(), at.accountId(), resource);
  }
}
