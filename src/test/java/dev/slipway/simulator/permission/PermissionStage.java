package dev.slipway.simulator.permission;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A role {@code deployer} that may do nothing at first, and AWS's own clients acting in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PermissionStage {

  static final String ACCOUNT = "123456789012";
  static final String OTHER = "999999999999";
  static final String EXECUTION = "arn:aws:iam::" + ACCOUNT + ":role/execution";
  static final String USER = "arn:aws:sts::" + ACCOUNT + ":assumed-role/deployer/test";
  static final String IMAGE = ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com/fraud:1.0";

  @AutoClose Simulator simulator;
  IamClient iam;
  AwsCredentials deployer;
  SageMakerClient sageMaker;

  @BeforeAll
  void start() {
    simulator = Simulator.start(SimulatorOptions.builder().manualClock(true).build());
    iam = client(IamClient.builder(), simulator.uri());
    deployer = role(ACCOUNT, "deployer");
    sageMaker = client(SageMakerClient.builder(), simulator.uri(), deployer, _ -> {});
  }

  @BeforeEach
  void nothingIsAllowed() {
    iam.listRolePolicies(r -> r.roleName("deployer"))
        .policyNames()
        .forEach(name -> iam.deleteRolePolicy(r -> r.roleName("deployer").policyName(name)));
  }

  String model(String name) {
    return model(sageMaker, name);
  }

  static String model(SageMakerClient aws, String name) {
    return aws.createModel(r ->
            r.modelName(name).executionRoleArn(EXECUTION).primaryContainer(c -> c.image(IMAGE)))
        .modelArn();
  }

  void allow(String actions, String resource) {
    put("allowed", allowing(actions, resource));
  }

  static String allowing(String actions, String resource) {
    return "{\"Effect\":\"Allow\",\"Action\":[\""
        + actions
        + "\"],\"Resource\":\""
        + resource
        + "\"}";
  }

  void put(String name, String statements) {
    iam.putRolePolicy(
        r -> r.roleName("deployer").policyName(name).policyDocument(document(statements)));
  }

  static String document(String statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  IamClient admin(String account) {
    return admin(simulator, account);
  }

  private static IamClient admin(Simulator simulator, String account) {
    return client(
        IamClient.builder(),
        simulator.uri(),
        AwsBasicCredentials.create(account, "secret"),
        _ -> {});
  }

  AwsCredentials role(String account, String name) {
    return role(simulator, account, name);
  }

  /** Makes a role that the default account may assume, and assumes it. */
  static AwsCredentials role(Simulator simulator, String account, String name) {
    admin(simulator, account)
        .createRole(r ->
            r.roleName(name)
                .assumeRolePolicyDocument(
                    document(
                        "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                            + "\"Principal\":{\"AWS\":\"arn:aws:iam::"
                            + ACCOUNT
                            + ":root\"}}")));
    var credentials =
        client(StsClient.builder(), simulator.uri())
            .assumeRole(
                r -> r.roleArn("arn:aws:iam::" + account + ":role/" + name).roleSessionName("test"))
            .credentials();
    return AwsSessionCredentials.create(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }

  static void assertDenied(ThrowingCallable call, int status, String code, String message) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.throwable(AwsServiceException.class))
        .satisfies(e -> {
          assertThat(e.statusCode()).isEqualTo(status);
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
          assertThat(e.awsErrorDetails().errorMessage()).contains(message);
        });
  }
}
