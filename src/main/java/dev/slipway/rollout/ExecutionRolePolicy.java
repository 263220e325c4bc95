package dev.slipway.rollout;

import dev.slipway.base.Json;
import dev.slipway.cloud.DataCapture;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.ReleasedContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a managed execution role may do, and who may assume it: the article's policy, and two things
 * that it forgot. Guardrails read the rollback alarms with this very role (SageMaker developer
 * guide, "Auto-rollback configuration"), and ECR pulls check layers first.
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
   * The policy for the needs of both releases. Until the next deployment the earlier release may
   * serve again: its instances then download the artifact anew. And it captures data while both
   * fleets serve.
   */
  static String permissions(ReleaseSpec wanted, @Nullable Release previous) {
    List<ReleaseSpec> specs = previous == null ? List.of(wanted) : List.of(wanted, previous.spec());
    Set<String> buckets = all(specs, ExecutionRolePolicy::buckets);
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
    Set<String> extra = all(specs, spec -> RoleNeeds.extra(spec).stream());
    if (!extra.isEmpty()) {
      statements.add(allow(List.copyOf(extra), List.of("*")));
    }
    Set<String> captures = all(specs, ExecutionRolePolicy::captures);
    if (!captures.isEmpty()) {
      statements.add(
          allow(List.of("s3:PutObject"), captures.stream().map(it -> s3 + it + "/*").toList()));
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

  /** Sorted, so that the same needs make the same policy. */
  private static Set<String> all(
      List<ReleaseSpec> specs, Function<ReleaseSpec, Stream<String>> needs) {
    return specs.stream().flatMap(needs).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> buckets(ReleaseSpec spec) {
    return spec.containers().stream()
        .map(ReleasedContainer::modelDataUrl)
        .filter(Objects::nonNull)
        .map(ExecutionRolePolicy::bucket);
  }

  /** Where captured data goes, without the scheme. */
  private static Stream<String> captures(ReleaseSpec spec) {
    DataCapture capture = spec.dataCapture();
    return capture == null
        ? Stream.empty()
        : Stream.of(capture.destination().substring("s3://".length()));
  }

  private static String bucket(String s3Uri) {
    String rest = s3Uri.substring("s3://".length());
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }
}
