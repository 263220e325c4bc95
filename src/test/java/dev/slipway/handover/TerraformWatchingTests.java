package dev.slipway.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * A scaling policy is exported with the metric that it tracks, or a comment says that it is not.
 */
class TerraformWatchingTests {

  @Test
  void aMetricOfAwsIsNamedByItsType() {
    assertThat(
            exported(
                """
                {"TargetValue": 300, "PredefinedMetricSpecification":
                  {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}}
                """))
        .contains(
            """
              target_tracking_scaling_policy_configuration {
                target_value = 300
                predefined_metric_specification {
                  predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
                }
              }
            """)
        .doesNotContain("customized");
  }

  @Test
  void aCustomizedMetricIsWrittenWhole() {
    assertThat(
            exported(
                """
                {"TargetValue": 70, "CustomizedMetricSpecification": {
                  "MetricName": "CPUUtilization", "Namespace": "/aws/sagemaker/Endpoints",
                  "Statistic": "Average", "Unit": "Percent", "Dimensions": [
                    {"Name": "VariantName", "Value": "AllTraffic"},
                    {"Name": "EndpointName", "Value": "churn"}]}}
                """))
        .contains(
            """
                target_value = 70
                customized_metric_specification {
                  namespace = "/aws/sagemaker/Endpoints"
                  metric_name = "CPUUtilization"
                  statistic = "Average"
                  unit = "Percent"
                  dimensions {
                    name = "EndpointName"
                    value = "churn"
                  }
                  dimensions {
                    name = "VariantName"
                    value = "AllTraffic"
                  }
                }
            """)
        .doesNotContain("predefined_metric_specification");
  }

  @Test
  void whatTracksMetricMathIsNamedAndNotWritten() {
    assertThat(
            exported(
                """
                {"TargetValue": 70, "CustomizedMetricSpecification": {"Metrics": [
                  {"Id": "e1", "Expression": "m1 / m2", "ReturnData": true}]}}
                """))
        .contains("# Not exported: the scaling policy busy, which tracks metric math.")
        .doesNotContain("aws_appautoscaling_policy");
  }

  private static String exported(String tracking) {
    Part policy =
        new Part(
            Kind.SCALING_POLICY,
            "busy",
            "arn",
            new JsonMapper()
                .readTree(
                    "{\"PolicyType\": \"TargetTrackingScaling\","
                        + " \"TargetTrackingScalingPolicyConfiguration\": "
                        + tracking
                        + "}"),
            List.of(),
            Map.of());
    TerraformFile file = new TerraformFile("prod-churn", "us-east-1");
    TerraformWatching.write(SomeFootprints.of(policy), file);
    return file.toString();
  }
}
