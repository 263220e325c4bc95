package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.OwnNeeds.Need;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Slipway itself must be allowed to do for a deployment, and nothing more. */
class OwnNeedsTests {

  private static final String HERE = ":us-east-1:123456789012:";
  private static final ReleaseSpec ARTICLE = SomeReleases.article("v1");

  @Test
  void actionsAreAskedForOnTheResourcesOfThisEndpoint() {
    assertThat(needs(ARTICLE, false))
        .extracting(Need::resource)
        .containsExactly(
            "arn:aws:sagemaker" + HERE + "endpoint/prod-fraud-detector",
            "arn:aws:sagemaker" + HERE + "endpoint-config/prod-fraud-detector-r1",
            "arn:aws:sagemaker" + HERE + "model/prod-fraud-detector-r1",
            "arn:aws:cloudwatch" + HERE + "alarm:prod-fraud-detector-r1",
            "*",
            "*",
            "arn:aws:application-autoscaling" + HERE + "scalable-target/*",
            "arn:aws:iam::123456789012:role/serving");
    assertThat(needs(ARTICLE, false).getFirst().actions())
        .contains("sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint");
    assertThat(needs(ARTICLE, false).get(1).actions())
        .as("creating and updating are authorised on the configuration too")
        .contains("sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint");
  }

  @Test
  void theAbortMetricIsPublishedInItsOwnNamespaceOnlyAndNotForServerless() {
    assertThat(needs(ARTICLE, false))
        .contains(
            new Need(
                "*",
                List.of("cloudwatch:PutMetricData"),
                Map.of("cloudwatch:namespace", "Slipway/Deployments")));
    assertThat(actions(SomeReleases.serverless("v1"), false))
        .doesNotContain("cloudwatch:PutMetricData");
  }

  @Test
  void alarmHistoryIsReadWhereSlipwayBakesItself() {
    assertThat(actions(ARTICLE, false)).doesNotContain("cloudwatch:DescribeAlarmHistory");
    assertThat(actions(ARTICLE, true)).contains("cloudwatch:DescribeAlarmHistory");
  }

  @Test
  void scalingIsAskedForWhereSomethingScales() {
    assertThat(actions(SomeReleases.but("{'autoscaling': null}"), false))
        .noneMatch(action -> action.startsWith("application-autoscaling:"));
  }

  @Test
  void aRoleThatIsGivenIsPassedAndAManagedOneIsMadeUnderItsPath() {
    assertThat(actions(ARTICLE, false)).contains("iam:PassRole").doesNotContain("iam:CreateRole");
    ReleaseSpec managed =
        SomeReleases.but("{'execution_role': {'arn': null, 'managed': true, 'path': '/ml/'}}");
    ReleaseSpec plain = SomeReleases.but("{'execution_role': {'arn': null, 'managed': true}}");
    assertThat(needs(managed, false).getLast().resource())
        .isEqualTo("arn:aws:iam::123456789012:role/ml/slipway-prod-fraud-detector");
    assertThat(needs(plain, false).getLast().resource())
        .isEqualTo("arn:aws:iam::123456789012:role/slipway-prod-fraud-detector");
    assertThat(actions(managed, false)).contains("iam:PassRole", "iam:CreateRole");
  }

  private static List<Need> needs(ReleaseSpec spec, boolean bakes) {
    return OwnNeeds.of(SomeEndpoints.made(), spec, bakes);
  }

  private static List<String> actions(ReleaseSpec spec, boolean bakes) {
    return needs(spec, bakes).stream().flatMap(need -> need.actions().stream()).toList();
  }
}
