package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Alarms.MissingData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The adapters of IAM, S3, STS and CloudWatch against somebody else's idea of AWS: what both our
 * simulator and our adapters misread would show here. Optional: skipped without Docker, and nothing
 * is proven only here.
 *
 * <p>LocalStack's free edition has no SageMaker, Application Auto Scaling or ECR, and its images
 * want a token since March 2026, so the tag is an earlier one.
 */
@Testcontainers(disabledWithoutDocker = true)
class LocalStackTests extends SmallServicesContract {

  @Container
  private static final LocalStackContainer LOCALSTACK =
      new LocalStackContainer("localstack/localstack:4.12.0")
          .withServices("iam", "s3", "sts", "sns", "cloudwatch");

  @AutoClose private static final AnyAws aws = new AnyAws(LOCALSTACK.getEndpoint());

  @Override
  AnyAws aws() {
    return aws;
  }

  @Override
  @Test
  @Disabled("ECR is not in LocalStack's free edition")
  void aTagIsResolvedToItsDigest() {}

  @Test
  void anAlarmThatTellsATopicReadsBackAsItWasPut() {
    Alarms alarms = aws.cloud().alarms();
    AlarmSpec spec =
        new AlarmSpec(
            "fraud-5xx",
            "too many errors",
            List.of(
                new MetricQuery(
                    Alarms.ONLY_METRIC,
                    "AWS/SageMaker",
                    "Invocation5XXErrors",
                    Map.of("EndpointName", "fraud", "VariantName", "primary"),
                    "Sum",
                    60)),
            null,
            Comparison.GREATER_THAN,
            5,
            60,
            2,
            2,
            MissingData.NOT_BREACHING,
            List.of(topic("ml-alerts")),
            Map.of());

    alarms.put(spec);

    assertThat(alarms.find(List.of("fraud-5xx", "nowhere"))).containsOnlyKeys("fraud-5xx");
    assertThat(alarms.find(List.of("fraud-5xx")).get("fraud-5xx"))
        .satisfies(alarm -> assertThat(alarm.spec()).isEqualTo(spec));
    alarms.delete(List.of("fraud-5xx"));
    assertThat(alarms.find(List.of("fraud-5xx"))).isEmpty();
  }

  private static String topic(String name) {
    var keys = AwsBasicCredentials.create(AnyAws.HERE.accountId(), "simulator");
    try (SnsClient sns =
        SnsClient.builder()
            .endpointOverride(LOCALSTACK.getEndpoint())
            .region(Region.of(AnyAws.HERE.region()))
            .credentialsProvider(StaticCredentialsProvider.create(keys))
            .build()) {
      return sns.createTopic(it -> it.name(name)).topicArn();
    }
  }
}
