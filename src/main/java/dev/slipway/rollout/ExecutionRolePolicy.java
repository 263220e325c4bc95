package dev.slipway.rollout;

import dev.slipway.base.Json;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.ReleasedContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a managed execution role may do, and who may take it: the article's policy, plus what it
 * forgot. Guardrails read the rollback alarms with this very role (SageMaker developer guide,
 * "Auto-rollback configuration"), and ECR pulls check layers first.
 */
final class ExecutionRolePolicy {

  static final String NAME = "slipway-execution";

  private ExecutionRolePolicy() {}

  static String trust() {
    return Json.write(
        Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            List.of(
                Map.of(
                    "Effect", "Allow",
                    "Principal", Map.of("Service", "sagemaker.amazonaws.com"),
                    "Action", "sts:AssumeRole"))));
  }

  /**
   * The buckets of both releases: until the next deployment the earlier one may serve again, and
   * its instances download the artifact anew.
   */
  static String permissions(ReleaseSpec wanted, @Nullable Release previous) {
    TreeSet<String> buckets = new TreeSet<>(buckets(wanted));
    if (previous != null) buckets.addAll(buckets(previous.spec()));
    String s3 = "arn:" + wanted.location().partition() + ":s3:::";
    List<Map<String, Object>> statements =
        new ArrayList<>(
            List.of(
                allow(List.of("s3:GetObject"), buckets.stream().map(it -> s3 + it + "/*").toList()),
                allow(List.of("s3:ListBucket"), buckets.stream().map(it -> s3 + it).toList()),
                allow(
                    List.of(
                        "ecr:GetAuthorizationToken",
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:BatchGetImage",
                        "ecr:GetDownloadUrlForLayer"),
                    List.of("*")),
                allow(
                    List.of(
                        "logs:CreateLogGroup",
                        "logs:CreateLogStream",
                        "logs:DescribeLogStreams",
                        "logs:PutLogEvents"),
                    List.of("*")),
                allow(
                    List.of("cloudwatch:PutMetricData", "cloudwatch:DescribeAlarms"),
                    List.of("*"))));
    List<String> extra = new ArrayList<>(RoleNeeds.extra(wanted));
    if (previous != null) extra.addAll(RoleNeeds.extra(previous.spec()));
    if (!extra.isEmpty()) {
      statements.add(allow(extra.stream().distinct().sorted().toList(), List.of("*")));
    }
    if (wanted.dataCapture() != null) {
      String place = s3 + wanted.dataCapture().destination().substring(5);
      statements.add(allow(List.of("s3:PutObject"), List.of(place + "/*")));
    }
    return Json.write(Map.of("Version", "2012-10-17", "Statement", statements));
  }

  /** Whether two policies say the same; IAM keeps the text, but not always its spaces. */
  static boolean same(String left, String right) {
    return Json.mapper().readTree(left).equals(Json.mapper().readTree(right));
  }

  private static Map<String, Object> allow(List<String> actions, List<String> resources) {
    return Map.of("Effect", "Allow", "Action", actions, "Resource", resources);
  }

  private static Set<String> buckets(ReleaseSpec spec) {
    return spec.containers().stream()
        .map(ReleasedContainer::modelDataUrl)
        .filter(Objects::nonNull)
        .map(ExecutionRolePolicy::bucket)
        .collect(Collectors.toSet());
  }

  private static String bucket(String s3Uri) {
    String rest = s3Uri.substring("s3://".length());
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }
}
