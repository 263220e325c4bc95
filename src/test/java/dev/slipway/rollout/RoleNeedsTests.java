package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.SomeReleases;
import dev.slipway.rollout.RoleNeeds.Need;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What containers must be allowed to do, resource by resource. */
class RoleNeedsTests {

  private static final String ARTIFACT =
      "arn:aws:s3:::ml-models-prod/fraud-detector/v1/model.tar.gz";
  private static final String REPOSITORY =
      "arn:aws:ecr:us-east-1:123456789012:repository/ml-serving";
  private static final String LOGS =
      "arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/Endpoints/prod-fd:*";
  private static final String INTERFACES = "arn:aws:ec2:us-east-1:123456789012:network-interface/*";

  @Test
  void aPlainReleaseReadsItsArtifactPullsItsImageAndWritesLogsAndMetrics() {
    assertThat(RoleNeeds.of(SomeReleases.article("v1"), "prod-fd"))
        .containsExactly(
            new Need(ARTIFACT, List.of("s3:GetObject")),
            new Need(
                REPOSITORY,
                List.of(
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:GetDownloadUrlForLayer")),
            new Need(
                LOGS, List.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")),
            new Need(
                "*",
                List.of(
                    "cloudwatch:PutMetricData",
                    "cloudwatch:DescribeAlarms",
                    "ecr:GetAuthorizationToken")));
    assertThat(RoleNeeds.extra(SomeReleases.article("v1"))).isEmpty();
  }

  @Test
  void anImageFromElsewhereNeedsNoEcr() {
    ReleaseSpec spec = SomeReleases.but("{'image': 'registry.example.com/serving:1'}");
    assertThat(RoleNeeds.of(spec, "prod-fd"))
        .extracting(Need::resource)
        .containsExactly(ARTIFACT, LOGS, "*");
    assertThat(RoleNeeds.of(spec, "prod-fd").getLast().actions())
        .doesNotContain("ecr:GetAuthorizationToken");
  }

  @Test
  void aVpcNeedsNetworkInterfaces() {
    ReleaseSpec spec =
        SomeReleases.but(
            "{'network': {'vpc': {'subnets': ['subnet-1'], 'security_group_ids': ['sg-1']},"
                + " 'isolated': false}}");
    assertThat(RoleNeeds.of(spec, "prod-fd")).extracting(Need::resource).contains(INTERFACES);
    assertThat(RoleNeeds.of(spec, "prod-fd").getLast().actions())
        .contains("ec2:DescribeSubnets", "ec2:DescribeVpcs");
    assertThat(RoleNeeds.extra(spec))
        .contains("ec2:CreateNetworkInterface", "ec2:DescribeSecurityGroups");
    ReleaseSpec isolated = SomeReleases.but("{'network': {'vpc': null, 'isolated': true}}");
    assertThat(RoleNeeds.of(isolated, "prod-fd"))
        .extracting(Need::resource)
        .doesNotContain(INTERFACES);
    assertThat(RoleNeeds.extra(isolated)).isEmpty();
  }

  @Test
  void aKeyIsUsedWhereItsArnTellsWhichItIs() {
    String key = "arn:aws:kms:us-east-1:123456789012:key/abc";
    ReleaseSpec byArn = SomeReleases.but("{'hosting': {'kms_key_id': '" + key + "'}}");
    assertThat(RoleNeeds.of(byArn, "prod-fd"))
        .contains(new Need(key, List.of("kms:CreateGrant", "kms:Decrypt")));
    ReleaseSpec byAlias = SomeReleases.but("{'hosting': {'kms_key_id': 'alias/models'}}");
    assertThat(RoleNeeds.of(byAlias, "prod-fd")).extracting(Need::resource).hasSize(4);
    assertThat(RoleNeeds.extra(byAlias)).containsExactly("kms:CreateGrant", "kms:Decrypt");
  }

  @Test
  void captureIsWrittenWhereItGoes() {
    ReleaseSpec spec =
        SomeReleases.but(
            "{'data_capture': {'destination': 's3://captures/prod', 'sampling_percentage': 10,"
                + " 'captured': ['INPUT']}}");
    assertThat(RoleNeeds.of(spec, "prod-fd"))
        .contains(new Need("arn:aws:s3:::captures/prod/capture", List.of("s3:PutObject")));
  }

  @Test
  void twoContainersOfOneImageAskOnce() {
    ReleaseSpec spec =
        SomeReleases.but(
            "{'further_containers': [{'image':"
                + " '123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0',"
                + " 'environment': {}, 'hostname': 'second'}]}");
    assertThat(RoleNeeds.of(spec, "prod-fd"))
        .extracting(Need::resource)
        .containsExactly(ARTIFACT, REPOSITORY, LOGS, "*");
  }
}
