package dev.slipway.simulator.permission;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What a role may do, and in which words it is refused the rest. */
class PermissionsTests extends PermissionStage {

  @Test
  void aRoleMayDoNothingThatNoPolicyAllows() {
    assertDenied(
        () -> sageMaker.describeEndpoint(r -> r.endpointName("Fraud")),
        400,
        "AccessDeniedException",
        "User: "
            + USER
            + " is not authorized to perform: sagemaker:DescribeEndpoint on resource:"
            + " arn:aws:sagemaker:us-east-1:123456789012:endpoint/fraud because no identity-based"
            + " policy allows the sagemaker:DescribeEndpoint action");
    allow("sagemaker:Describe*", "arn:aws:sagemaker:*:123456789012:endpoint/fr*");

    assertThatThrownBy(() -> sageMaker.describeEndpoint(r -> r.endpointName("Fraud")))
        .hasMessageContaining("Could not find endpoint");
    assertDenied(
        () -> sageMaker.describeEndpoint(r -> r.endpointName("churn")),
        400,
        "AccessDeniedException",
        "endpoint/churn because");
  }

  @Test
  void aDenialOutweighsWhatIsAllowed() {
    allow("*", "*");
    put("never", "{\"Effect\":\"Deny\",\"Action\":\"sagemaker:delete*\",\"Resource\":\"*\"}");

    assertThat(sageMaker.listModels().models()).isEmpty();
    assertDenied(
        () -> sageMaker.deleteModel(r -> r.modelName("m")),
        400,
        "AccessDeniedException",
        "User: "
            + USER
            + " is not authorized to perform: sagemaker:DeleteModel on resource:"
            + " arn:aws:sagemaker:us-east-1:123456789012:model/m with an explicit deny in an"
            + " identity-based policy");
  }

  @Test
  void handingOnARoleAndTaggingAreAskedForToo() {
    allow("sagemaker:CreateModel", "*");
    assertDenied(
        () -> model("m1"),
        400,
        "AccessDeniedException",
        "is not authorized to perform: iam:PassRole on resource: " + EXECUTION + " because no");
    put(
        "pass",
        "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\""
            + EXECUTION
            + "\",\"Condition\":{\"StringEquals\":"
            + "{\"iam:PassedToService\":\"sagemaker.amazonaws.com\"}}}");
    assertThat(model("m1")).endsWith(":model/m1");

    assertDenied(
        () ->
            sageMaker.createModel(r ->
                r.modelName("m2")
                    .executionRoleArn(EXECUTION)
                    .primaryContainer(c -> c.image(IMAGE))
                    .tags(t -> t.key("team").value("risk"))),
        400,
        "AccessDeniedException",
        "sagemaker:AddTags on resource: arn:aws:sagemaker:us-east-1:123456789012:model/m2");
  }

  @Test
  void conditionsSpeakOfRegionRequestTagsAndTheResourcesTags() {
    put(
        "tagged",
        "{\"Effect\":\"Allow\",\"Action\":[\"sagemaker:CreateModel\",\"sagemaker:AddTags\"],"
            + "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":"
            + "{\"aws:RequestTag/team\":\"risk\",\"aws:RequestedRegion\":\"us-east-1\"}}},"
            + "{\"Effect\":\"Allow\",\"NotAction\":\"sagemaker:Create*\",\"Resource\":\"*\","
            + "\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/team\":\"risk\"}}}");
    assertDenied(() -> tagged("m3", "fraud"), 400, "AccessDeniedException", "CreateModel");
    assertThat(tagged("m3", "risk")).endsWith(":model/m3");

    assertThat(sageMaker.describeModel(r -> r.modelName("m3")).modelName()).isEqualTo("m3");
    client(SageMakerClient.builder(), simulator.uri())
        .createModel(r -> r.modelName("m4").primaryContainer(c -> c.image(IMAGE)));
    assertDenied(
        () -> sageMaker.describeModel(r -> r.modelName("m4")),
        400,
        "AccessDeniedException",
        "DescribeModel");
  }

  @Test
  void everyServiceRefusesInItsOwnWords() {
    var uri = simulator.uri();
    S3ClientBuilder buckets = S3Client.builder().forcePathStyle(true);
    assertDenied(
        () ->
            client(SageMakerRuntimeClient.builder(), uri, deployer, _ -> {})
                .invokeEndpoint(r ->
                    r.endpointName("fraud")
                        .body(software.amazon.awssdk.core.SdkBytes.fromUtf8String("{}"))),
        400,
        "AccessDeniedException",
        "sagemaker:InvokeEndpoint on resource:"
            + " arn:aws:sagemaker:us-east-1:123456789012:endpoint/fraud");
    assertDenied(
        () ->
            client(ApplicationAutoScalingClient.builder(), uri, deployer, _ -> {})
                .deregisterScalableTarget(r ->
                    r.serviceNamespace(ServiceNamespace.SAGEMAKER)
                        .resourceId("endpoint/fraud/variant/AllTraffic")
                        .scalableDimension(
                            ScalableDimension.SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT)),
        400,
        "AccessDeniedException",
        "application-autoscaling:DeregisterScalableTarget on resource:"
            + " arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/*");
    assertDenied(
        () ->
            client(CloudWatchClient.builder(), uri, deployer, _ -> {})
                .deleteAlarms(r -> r.alarmNames("errors")),
        403,
        "AccessDenied",
        "cloudwatch:DeleteAlarms on resource:"
            + " arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors");
    assertDenied(
        () ->
            client(IamClient.builder(), uri, deployer, _ -> {})
                .deleteRole(r -> r.roleName("deployer")),
        403,
        "AccessDenied",
        "iam:DeleteRole on resource: arn:aws:iam::123456789012:role/deployer");
    assertDenied(
        () ->
            client(SnsClient.builder(), uri, deployer, _ -> {})
                .publish(r -> r.topicArn("arn:aws:sns:us-east-1:123456789012:t").message("m")),
        403,
        "AuthorizationError",
        "sns:Publish on resource: arn:aws:sns:us-east-1:123456789012:t");
    assertDenied(
        () ->
            client(buckets, uri, deployer, _ -> {})
                .putObject(r -> r.bucket("models").key("a/b"), RequestBody.fromString("x")),
        403,
        "AccessDenied",
        "s3:PutObject on resource: arn:aws:s3:::models/a/b");
    assertThat(client(StsClient.builder(), uri, deployer, _ -> {}).getCallerIdentity().arn())
        .isEqualTo(USER);
  }

  @Test
  void aManagedPolicyAllowsWhatItsNameSays() {
    iam.attachRolePolicy(
        r -> r.roleName("deployer").policyArn("arn:aws:iam::aws:policy/AmazonSageMakerReadOnly"));

    assertThat(sageMaker.listEndpoints().endpoints()).isEmpty();
    assertDenied(() -> model("m9"), 400, "AccessDeniedException", "sagemaker:CreateModel");
    iam.detachRolePolicy(
        r -> r.roleName("deployer").policyArn("arn:aws:iam::aws:policy/AmazonSageMakerReadOnly"));
  }

  @Test
  void aModelsRoleIsTakenAsGivenOrChecked() {
    try (Simulator strict =
        Simulator.start(
            SimulatorOptions.builder()
                .sageMaker(SageMakerOptions.usual().with(Undocumented.EXECUTION_ROLE_CHECKED))
                .build())) {
      SageMakerClient aws = client(SageMakerClient.builder(), strict.uri());
      assertDenied(
          () -> model(aws, "m"),
          400,
          "ValidationException",
          "Could not assume role " + EXECUTION + ". Please ensure that the role exists");
      client(IamClient.builder(), strict.uri())
          .createRole(r ->
              r.roleName("execution")
                  .assumeRolePolicyDocument(
                      document(
                          "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                              + "\"Principal\":{\"Service\":\"sagemaker.amazonaws.com\"}}")));

      assertThat(model(aws, "m")).endsWith(":model/m");
    }
    try (Simulator strict =
        Simulator.start(
            SimulatorOptions.builder()
                .sageMaker(
                    SageMakerOptions.usual()
                        .with(Undocumented.EXECUTION_ROLE_REFUSED_IN_OTHER_WORDS))
                .build())) {
      assertDenied(
          () -> model(client(SageMakerClient.builder(), strict.uri()), "m"),
          400,
          "ValidationException",
          "The execution role ARN \"" + EXECUTION + "\" is invalid.");
    }
  }

  @Test
  void withPermissionsIgnoredARoleMayDoEverything() {
    try (Simulator lenient =
        Simulator.start(SimulatorOptions.builder().evaluatePermissions(false).build())) {
      AwsCredentials anyone = role(lenient, ACCOUNT, "anyone");

      assertThat(
              client(SageMakerClient.builder(), lenient.uri(), anyone, _ -> {})
                  .listModels()
                  .models())
          .isEmpty();
    }
  }

  private String tagged(String name, String team) {
    return sageMaker
        .createModel(r ->
            r.modelName(name)
                .primaryContainer(c -> c.image(IMAGE))
                .tags(t -> t.key("team").value(team)))
        .modelArn();
  }
}
