package dev.slipway.simulator.sts;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

class StsTests {

  private static final String OTHER = "999999999999";
  private static final String ROLE = "arn:aws:iam::" + OTHER + ":role/deployer";

  @AutoClose
  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());

  private final StsClient sts = client(StsClient.builder(), simulator.uri());

  @Test
  void anyKeyBelongsToTheDefaultAccount() {
    assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
    assertThat(sts.getCallerIdentity().arn()).startsWith("arn:aws:iam::123456789012:");
  }

  @Test
  void keysOfAnAssumedRoleBelongToTheRolesAccount() {
    deployer("{\"AWS\":\"arn:aws:iam::123456789012:root\"}", "");

    Credentials credentials =
        sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test")).credentials();

    assertThat(credentials.expiration())
        .isBetween(
            simulator.clock().now().plusSeconds(3500), simulator.clock().now().plusSeconds(3600));
    StsClient assumed =
        client(
            StsClient.builder(),
            simulator.uri(),
            AwsSessionCredentials.create(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials.sessionToken()),
            _ -> {});
    assertThat(assumed.getCallerIdentity().account()).isEqualTo(OTHER);
    assertThat(assumed.getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::" + OTHER + ":assumed-role/deployer/test");
  }

  @Test
  void keysOfAnAssumedRoleAreNothingWithoutTheirToken() {
    deployer("{\"AWS\":\"arn:aws:iam::123456789012:root\"}", "");
    Credentials own = sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test")).credentials();
    Credentials other = sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test")).credentials();
    AwsCredentials without = AwsBasicCredentials.create(own.accessKeyId(), own.secretAccessKey());
    AwsCredentials wrong =
        AwsSessionCredentials.create(
            own.accessKeyId(), own.secretAccessKey(), other.sessionToken());

    for (AwsCredentials keys : List.of(without, wrong)) {
      StsClient query = client(StsClient.builder(), simulator.uri(), keys, _ -> {});
      SageMakerClient json = client(SageMakerClient.builder(), simulator.uri(), keys, _ -> {});
      S3Client s3 = client(S3Client.builder(), simulator.uri(), keys, _ -> {});
      refused(query::getCallerIdentity, "InvalidClientTokenId");
      refused(json::listModels, "UnrecognizedClientException");
      refused(s3::listBuckets, keys == without ? "InvalidAccessKeyId" : "InvalidToken");
    }
  }

  private static void refused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            answer -> assertThat(answer.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  @Test
  void theExternalIdMustMatchWhenTheTrustPolicyDemandsOne() {
    deployer(
        "{\"AWS\":\"123456789012\"}",
        ",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"s3cret\"}}");

    assertDenied(() -> sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test")));
    assertDenied(
        () -> sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test").externalId("wrong")));
    assertThat(
            sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test").externalId("s3cret"))
                .credentials()
                .accessKeyId())
        .startsWith("ASIA");
  }

  @Test
  void aRoleThatTrustsSomebodyElseOrDoesNotExistIsDenied() {
    assertDenied(() -> sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test")));
    deployer("{\"Service\":\"sagemaker.amazonaws.com\"}", "");
    assertDenied(() -> sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test")));
  }

  @Test
  void rolesThatDoNotExistCanBeAssumedWhenTheSwitchSaysSo() {
    try (Simulator lenient =
        Simulator.start(SimulatorOptions.builder().assumeUnknownRoles(true).build())) {
      StsClient client = client(StsClient.builder(), lenient.uri());

      assertThat(client.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test")).credentials())
          .isNotNull();
    }
  }

  @Test
  void aSessionIsNoLongerThanTheRoleAllows() {
    deployer("{\"AWS\":\"*\"}", "");

    assertThatThrownBy(() ->
            sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test").durationSeconds(7200)))
        .hasMessageContaining("MaxSessionDuration");
    assertThatThrownBy(
            () -> sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test").durationSeconds(60)))
        .hasMessageContaining("Member must have value greater than or equal to 900");
  }

  private void deployer(String principal, String more) {
    IamClient iam =
        client(
            IamClient.builder(),
            simulator.uri(),
            AwsBasicCredentials.create(OTHER, "secret"),
            _ -> {});
    iam.createRole(r ->
        r.roleName("deployer")
            .assumeRolePolicyDocument(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                    + "\"Action\":\"sts:AssumeRole\",\"Principal\":"
                    + principal
                    + more
                    + "}]}"));
  }

  private static void assertDenied(Runnable call) {
    assertThatThrownBy(call::run)
        .asInstanceOf(InstanceOfAssertFactories.throwable(AwsServiceException.class))
        .satisfies(e -> {
          assertThat(e.statusCode()).isEqualTo(403);
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
          assertThat(e.awsErrorDetails().errorMessage())
              .contains("is not authorized to perform: sts:AssumeRole on resource: " + ROLE);
        });
  }
}
