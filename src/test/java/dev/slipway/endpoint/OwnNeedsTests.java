package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.OwnNeeds.Need;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Slipway itself must be allowed to do for a deployment, and nothing more. */
class OwnNeedsTests {

  private static final String HERE = ":us-east-1:123456789012:";
  private static final ReleaseSpec ARTICLE = SomeReleases.article("v1");

  @Test
  void actionsAreAskedForOnTheResourcesOfThisEndpoint() {
    assertThat(needs(null, ARTICLE))
        .extracting(Need::resource)
        .containsExactly(
            "arn:aws:sagemaker" + HERE + "endpoint/prod-fraud-detector",
            "arn:aws:sagemaker" + HERE + "endpoint-config/prod-fraud-detector-r1",
            "arn:aws:sagemaker" + HERE + "model/prod-fraud-detector-r1",
            "arn:aws:cloudwatch" + HERE + "alarm:prod-fraud-detector-r1",
            "*",
            "*",
            "*",
            "*",
            "arn:aws:application-autoscaling" + HERE + "scalable-target/*",
            "arn:aws:iam::123456789012:role/serving");
    assertThat(needs(null, ARTICLE).getFirst().actions())
        .contains("sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint");
    assertThat(needs(null, ARTICLE).get(1).actions())
        .as("creating and updating are authorised on the configuration too")
        .contains("sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint");
  }

  @Test
  void onlyTheEndpointItselfIsCalledAsItWasMadeElsewhere() {
    assertThat(
            new OwnNeeds(SomeEndpoints.calledInSageMaker("legacy"), ARTICLE, ARTICLE, false).all())
        .extracting(Need::resource)
        .contains(
            "arn:aws:sagemaker" + HERE + "endpoint/legacy",
            "arn:aws:sagemaker" + HERE + "endpoint-config/prod-fraud-detector-r1",
            "arn:aws:sagemaker" + HERE + "model/prod-fraud-detector-r1",
            "arn:aws:cloudwatch" + HERE + "alarm:prod-fraud-detector-r1");
  }

  @Test
  void aSwapMakesItsEndpointUnderANameOfItsOwn() {
    assertThat(needs(ARTICLE, SomeReleases.serverless("v2")).getFirst())
        .satisfies(need -> {
          assertThat(need.resource())
              .isEqualTo("arn:aws:sagemaker" + HERE + "endpoint/prod-fraud-detector--s1");
          assertThat(need.actions()).contains("sagemaker:CreateEndpoint");
        });
  }

  @ParameterizedTest
  @CsvSource({"us-gov-west-1, aws-us-gov", "cn-north-1, aws-cn", "eu-central-1, aws"})
  void resourcesAreNamedByThePartitionOfTheirRegion(String region, String partition) {
    ReleaseSpec there =
        SomeReleases.but(
            "{'location': {'account_id': '123456789012', 'region': '" + region + "'}}");

    assertThat(needs(null, there))
        .extracting(Need::resource)
        .contains(
            "arn:%s:sagemaker:%s:123456789012:endpoint/prod-fraud-detector"
                .formatted(partition, region));
  }

  @Test
  void theAbortMetricIsPublishedInItsOwnNamespaceOnlyAndNotForServerless() {
    assertThat(needs(null, ARTICLE))
        .contains(
            new Need(
                "*",
                List.of("cloudwatch:PutMetricData"),
                Map.of("cloudwatch:namespace", "Slipway/Deployments")));
    assertThat(actions(null, SomeReleases.serverless("v1")))
        .doesNotContain("cloudwatch:PutMetricData");
  }

  @Test
  void alarmHistoryIsReadWhereSlipwayBakesItself() {
    assertThat(actions(ARTICLE, ARTICLE)).doesNotContain("cloudwatch:DescribeAlarmHistory");
    assertThat(actions(SomeReleases.serverless("v0"), ARTICLE))
        .contains("cloudwatch:DescribeAlarmHistory");
  }

  @Test
  void scalingIsAskedForWhereSomethingScales() {
    ReleaseSpec unscaled = SomeReleases.but("{'autoscaling': null}");
    assertThat(actions(unscaled, unscaled))
        .as("whether somebody else scales it is looked at")
        .filteredOn(action -> action.startsWith("application-autoscaling:"))
        .containsExactly("application-autoscaling:DescribeScalableTargets");
    for (List<String> scaled :
        List.of(actions(null, ARTICLE), actions(ARTICLE, unscaled), actions(unscaled, ARTICLE))) {
      assertThat(scaled)
          .contains(
              "application-autoscaling:RegisterScalableTarget",
              "application-autoscaling:DeregisterScalableTarget",
              "application-autoscaling:DescribeScalingPolicies",
              "application-autoscaling:ListTagsForResource")
          .doesNotContain(
              "application-autoscaling:PutScheduledAction",
              "application-autoscaling:DeleteScalingPolicy");
    }
    ReleaseSpec scheduled =
        SomeReleases.but(
            "{'autoscaling': {'scheduled_actions': [{'name': 'night', 'schedule': 'x',"
                + " 'max_instances': 3}]}}");
    for (List<String> changed : List.of(actions(ARTICLE, scheduled), actions(scheduled, ARTICLE))) {
      assertThat(changed)
          .contains(
              "application-autoscaling:PutScheduledAction",
              "application-autoscaling:DeleteScheduledAction",
              "application-autoscaling:DeleteScalingPolicy");
    }
  }

  @Test
  void whatFollowsTheUpdateIsAskedForTooNotJustWhatBeginsIt() {
    assertThat(actions(ARTICLE, ARTICLE))
        .contains(
            "cloudwatch:DeleteAlarms",
            "cloudwatch:ListTagsForResource",
            "cloudwatch:TagResource",
            "sagemaker:DeleteEndpointConfig",
            "sagemaker:DeleteModel")
        .doesNotContain(
            "sagemaker:DeleteEndpoint", "sagemaker:InvokeEndpoint", "cloudwatch:GetMetricData");
    assertThat(actions(ARTICLE, SomeReleases.serverless("v2")))
        .contains("sagemaker:DeleteEndpoint");
    assertThat(actions(new OwnNeeds(SomeEndpoints.made(), ARTICLE, ARTICLE, true)))
        .contains("sagemaker:InvokeEndpoint");
    String judged =
        "{'judge': {'metrics': [], 'on_fail': 'ABORT', 'on_insufficient_evidence': 'CONTINUE'}}";
    assertThat(actions(ARTICLE, SomeReleases.but(judged))).contains("cloudwatch:GetMetricData");
    assertThat(actions(null, SomeReleases.but(judged)))
        .as("a first release has nothing to be judged against")
        .doesNotContain("cloudwatch:GetMetricData");
  }

  @Test
  void aRoleThatIsGivenIsPassedAndAManagedOneIsMadeUnderItsPath() {
    assertThat(actions(null, ARTICLE)).contains("iam:PassRole").doesNotContain("iam:CreateRole");
    ReleaseSpec managed =
        SomeReleases.but("{'execution_role': {'arn': null, 'managed': true, 'path': '/ml/'}}");
    ReleaseSpec plain = SomeReleases.but("{'execution_role': {'arn': null, 'managed': true}}");
    assertThat(needs(null, managed).getLast().resource())
        .isEqualTo("arn:aws:iam::123456789012:role/ml/slipway-prod-fraud-detector");
    assertThat(needs(null, plain).getLast().resource())
        .isEqualTo("arn:aws:iam::123456789012:role/slipway-prod-fraud-detector");
    assertThat(actions(null, managed)).contains("iam:PassRole", "iam:CreateRole");
  }

  private static List<Need> needs(@Nullable ReleaseSpec before, ReleaseSpec wanted) {
    return new OwnNeeds(SomeEndpoints.made(), before, wanted, false).all();
  }

  private static List<String> actions(@Nullable ReleaseSpec before, ReleaseSpec wanted) {
    return actions(new OwnNeeds(SomeEndpoints.made(), before, wanted, false));
  }

  private static List<String> actions(OwnNeeds needs) {
    return needs.all().stream().flatMap(need -> need.actions().stream()).toList();
  }
}
