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

  @Test
  void whatScalesEachOfTwoVariantsHasALabelOfItsOwn() {
    String target =
        "{\"ResourceId\": \"endpoint/churn/variant/%s\", \"ScalableDimension\":"
            + " \"sagemaker:variant:DesiredInstanceCount\"}";
    Part one = part(Kind.SCALABLE_TARGET, "one", target.formatted("AllTraffic"));
    Part other = part(Kind.SCALABLE_TARGET, "other", target.formatted("Other"));
    assertThat(exported(one, other))
        .contains("\"aws_appautoscaling_target\" \"variant_alltraffic\"")
        .contains("\"aws_appautoscaling_target\" \"variant_other\"")
        .doesNotContain("\"this\"");
    assertThat(exported(one)).contains("\"aws_appautoscaling_target\" \"this\"");
  }

  @Test
  void aMetricOfAnotherAccountNamesTheAccount() {
    String alarm =
        """
        {"Metrics": [{"Id": "m1", "AccountId": "210987654321", "ReturnData": true, "MetricStat":
          {"Stat": "Sum", "Period": 60, "Metric": {"MetricName": "m", "Namespace": "n"}}}]}
        """;
    assertThat(exported(part(Kind.ALARM, "across", alarm)))
        .containsSubsequence("metric_query {", "id = \"m1\"", "account_id = \"210987654321\"");
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
    return exported(policy);
  }

  private static String exported(Part... parts) {
    TerraformFile file = new TerraformFile("prod-churn", "us-east-1", true);
    TerraformWatching.write(SomeFootprints.of(parts), file);
    return file.toString();
  }

  private static Part part(Kind kind, String name, String body) {
    return new Part(kind, name, "arn", new JsonMapper().readTree(body), List.of(), Map.of());
  }
}
