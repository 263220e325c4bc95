package dev.slipway.rollout;

import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Network;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.ReleasedContainer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a release's containers must be allowed to do, by resource, as narrow as a policy may be. */
final class RoleNeeds {

  private static final Pattern ECR =
      Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.[^/]+/([^:@]+).*");

  private static final List<String> PULL =
      List.of("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer");

  /** Attaching to a VPC (developer guide, "SageMaker roles: CreateModel API"). */
  private static final List<String> ATTACH =
      List.of(
          "ec2:CreateNetworkInterface",
          "ec2:CreateNetworkInterfacePermission",
          "ec2:DeleteNetworkInterface",
          "ec2:DeleteNetworkInterfacePermission");

  private static final List<String> LOOK_AT_VPC =
      List.of(
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeVpcs",
          "ec2:DescribeDhcpOptions",
          "ec2:DescribeSubnets",
          "ec2:DescribeSecurityGroups");

  private static final List<String> ENCRYPT = List.of("kms:CreateGrant", "kms:Decrypt");

  private RoleNeeds() {}

  /** Actions on one resource, an ARN or {@code *}. */
  record Need(String resource, List<String> actions) {}

  static List<Need> of(ReleaseSpec spec, String physicalName) {
    List<Need> needs = new ArrayList<>();
    boolean pulls = false;
    CloudLocation at = spec.location();
    for (ReleasedContainer container : spec.containers()) {
      String artifact = container.modelDataUrl();
      if (artifact != null) needs.add(onObject(at, "s3:GetObject", artifact));
      String repository = repository(at, container.image());
      if (repository != null) {
        needs.add(new Need(repository, PULL));
        pulls = true;
      }
    }
    needs.add(
        new Need(
            "arn:%s:logs:%s:%s:log-group:/aws/sagemaker/Endpoints/%s:*"
                .formatted(at.partition(), at.region(), at.accountId(), physicalName),
            List.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")));
    // Guardrails read the rollback alarms with this very role.
    List<String> anywhere =
        new ArrayList<>(List.of("cloudwatch:PutMetricData", "cloudwatch:DescribeAlarms"));
    if (pulls) anywhere.add("ecr:GetAuthorizationToken");
    if (attached(spec)) {
      anywhere.addAll(LOOK_AT_VPC);
      needs.add(
          new Need(
              "arn:%s:ec2:%s:%s:network-interface/*"
                  .formatted(at.partition(), at.region(), at.accountId()),
              ATTACH));
    }
    String key = spec.hosting().kmsKeyId();
    if (key != null && key.startsWith("arn:")) needs.add(new Need(key, ENCRYPT));
    if (spec.dataCapture() != null) {
      needs.add(onObject(at, "s3:PutObject", spec.dataCapture().destination() + "/capture"));
    }
    needs.add(new Need("*", anywhere));
    return new ArrayList<>(new LinkedHashSet<>(needs));
  }

  /** What a VPC and a KMS key need, for a role that Slipway makes. */
  static List<String> extra(ReleaseSpec spec) {
    List<String> actions = new ArrayList<>();
    if (attached(spec)) {
      actions.addAll(ATTACH);
      actions.addAll(LOOK_AT_VPC);
    }
    if (spec.hosting().kmsKeyId() != null) actions.addAll(ENCRYPT);
    return actions;
  }

  private static boolean attached(ReleaseSpec spec) {
    Network network = spec.network();
    return network != null && network.vpc() != null;
  }

  private static Need onObject(CloudLocation at, String action, String s3Uri) {
    return new Need(
        "arn:" + at.partition() + ":s3:::" + s3Uri.substring("s3://".length()), List.of(action));
  }

  private static @Nullable String repository(CloudLocation at, String image) {
    Matcher ecr = ECR.matcher(image);
    return ecr.matches()
        ? "arn:%s:ecr:%s:%s:repository/%s"
            .formatted(at.partition(), ecr.group(2), ecr.group(1), ecr.group(3))
        : null;
  }
}
