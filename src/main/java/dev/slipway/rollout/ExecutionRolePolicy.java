package dev.slipway.rollout;

import dev.slipway.base.Json;
import dev.slipway.endpoint.ReleaseSpec;
import java.util.List;
import java.util.Map;

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

  static String permissions(ReleaseSpec spec) {
    String bucket = bucket(spec.modelDataUrl());
    return Json.write(
        Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            List.of(
                allow(List.of("s3:GetObject"), "arn:aws:s3:::" + bucket + "/*"),
                allow(List.of("s3:ListBucket"), "arn:aws:s3:::" + bucket),
                allow(
                    List.of(
                        "ecr:GetAuthorizationToken",
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:BatchGetImage",
                        "ecr:GetDownloadUrlForLayer"),
                    "*"),
                allow(
                    List.of(
                        "logs:CreateLogGroup",
                        "logs:CreateLogStream",
                        "logs:DescribeLogStreams",
                        "logs:PutLogEvents"),
                    "*"),
                allow(List.of("cloudwatch:PutMetricData", "cloudwatch:DescribeAlarms"), "*"))));
  }

  private static Map<String, Object> allow(List<String> actions, String resource) {
    return Map.of("Effect", "Allow", "Action", actions, "Resource", resource);
  }

  private static String bucket(String s3Uri) {
    String rest = s3Uri.substring("s3://".length());
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }
}
