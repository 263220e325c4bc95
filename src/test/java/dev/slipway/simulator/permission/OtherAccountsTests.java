package dev.slipway.simulator.permission;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What another account sees, and whether its roles can be assumed. */
class OtherAccountsTests extends PermissionStage {

  @Test
  void twoAccountsDoNotSeeEachOther() {
    allow("*", "*");
    AwsCredentials elsewhere = role(OTHER, "deployer");
    SageMakerClient other = client(SageMakerClient.builder(), simulator.uri(), elsewhere, _ -> {});
    admin(OTHER)
        .putRolePolicy(r ->
            r.roleName("deployer").policyName("all").policyDocument(document(allowing("*", "*"))));
    String arn = model("shared");

    assertThat(
            other
                .createModel(r -> r.modelName("shared").primaryContainer(c -> c.image(IMAGE)))
                .modelArn())
        .isEqualTo("arn:aws:sagemaker:us-east-1:" + OTHER + ":model/shared");
    other.deleteModel(r -> r.modelName("shared"));
    assertThat(other.listModels().models()).isEmpty();
    assertThat(sageMaker.describeModel(r -> r.modelName("shared")).modelArn()).isEqualTo(arn);
    assertThatThrownBy(() -> other.listTags(r -> r.resourceArn(arn)))
        .hasMessageContaining("Could not find resource");

    client(CloudWatchClient.builder(), simulator.uri(), deployer, _ -> {})
        .putMetricAlarm(r ->
            r.alarmName("errors")
                .namespace("N")
                .metricName("M")
                .statistic("Sum")
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanThreshold"));
    CloudWatchClient otherWatch =
        client(CloudWatchClient.builder(), simulator.uri(), elsewhere, _ -> {});
    assertThat(otherWatch.describeAlarms().metricAlarms()).isEmpty();
    assertThat(
            client(SnsClient.builder(), simulator.uri(), elsewhere, _ -> {}).listTopics().topics())
        .isEmpty();
  }

  @Test
  void aRoleThatAssumesAnotherNeedsItsOwnPolicyWhereItsAccountIsTrusted() {
    role(OTHER, "target");
    StsClient sts = client(StsClient.builder(), simulator.uri(), deployer, _ -> {});
    String target = "arn:aws:iam::" + OTHER + ":role/target";
    assertDenied(
        () -> sts.assumeRole(r -> r.roleArn(target).roleSessionName("hop")),
        403,
        "AccessDenied",
        "User: " + USER + " is not authorized to perform: sts:AssumeRole on resource: " + target);

    allow("sts:AssumeRole", target);

    assertThat(sts.assumeRole(r -> r.roleArn(target).roleSessionName("hop")).credentials())
        .isNotNull();
  }
}
