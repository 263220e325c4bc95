package dev.slipway.simulator.iam;

import java.util.List;
import java.util.Map;

/**
 * What AWS's managed policies allow, shortened to what the simulator serves. A managed policy that
 * is not here can be attached and allows nothing.
 */
final class ManagedPolicies {

  private static final Map<String, List<String>> ACTIONS =
      Map.of(
          "AdministratorAccess",
          List.of("*"),
          "AmazonSageMakerFullAccess",
          List.of(
              "sagemaker:*",
              "application-autoscaling:*",
              "cloudwatch:*",
              "ecr:BatchGetImage",
              "ecr:Describe*",
              "s3:GetObject",
              "s3:PutObject",
              "s3:ListBucket",
              "sns:ListTopics",
              "iam:GetRole",
              "iam:ListRoles",
              "iam:PassRole"),
          "AmazonSageMakerReadOnly",
          List.of(
              "sagemaker:Describe*",
              "sagemaker:List*",
              "application-autoscaling:Describe*",
              "cloudwatch:DescribeAlarms"),
          "CloudWatchReadOnlyAccess",
          List.of("cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*"),
          "AmazonS3ReadOnlyAccess",
          List.of("s3:Get*", "s3:List*"));

  private ManagedPolicies() {}

  /** The statements of one, by its ARN; none where its contents are not known. */
  static List<Statement> statements(String arn) {
    List<String> actions = ACTIONS.getOrDefault(arn.substring(arn.lastIndexOf('/') + 1), List.of());
    return actions.isEmpty()
        ? List.of()
        : Statement.of(
            arn,
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\",\"Action\":[\""
                + String.join("\",\"", actions)
                + "\"]}]}");
  }
}
