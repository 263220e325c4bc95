package dev.slipway.simulator.permission;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What a role may do, told by AWS's own clients acting in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionsTests {

  private static final String ACCOUNT = "123456789012";
  private static final String OTHER = "999999999999";
  private static final String EXECUTION = "arn:aws:iam::" + ACCOUNT + ":role/execution";
  private static final String USER = "arn:aws:sts::" + ACCOUNT + ":assumed-role/deployer/test";
  private static final String IMAGE = ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com/fraud:1.0";

  @AutoClose private Simulator simulator;
  private IamClient iam;
  private AwsCredentials deployer;
  private SageMakerClient sageMaker;

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
  void whatARoleMayDoCanBeAskedBeforehandAndIsTrue() {
    allow("sagemaker:CreateEndpoint\",\"sagemaker:Describe*", "*");
    put("never", "{\"Effect\":\"Deny\",\"Action\":\"sagemaker:Delete*\",\"Resource\":\"*\"}");
    String role = "arn:aws:iam::" + ACCOUNT + ":role/deployer";

    var answer =
        iam.simulatePrincipalPolicy(r ->
            r.policySourceArn(role)
                .actionNames(
                    "sagemaker:CreateEndpoint",
                    "sagemaker:DescribeEndpoint",
                    "sagemaker:UpdateEndpoint",
                    "sagemaker:DeleteEndpoint"));

    assertThat(answer.evaluationResults())
        .extracting(EvaluationResult::evalActionName, EvaluationResult::evalDecisionAsString)
        .containsExactly(
            tuple("sagemaker:CreateEndpoint", "allowed"),
            tuple("sagemaker:DescribeEndpoint", "allowed"),
            tuple("sagemaker:UpdateEndpoint", "implicitDeny"),
            tuple("sagemaker:DeleteEndpoint", "explicitDeny"));
    assertThat(answer.evaluationResults().getLast().matchedStatements())
        .singleElement()
        .satisfies(matched -> assertThat(matched.sourcePolicyId()).isEqualTo("never"));
    assertThatThrownBy(() ->
            iam.simulatePrincipalPolicy(
                r -> r.policySourceArn(role + "x").actionNames("sagemaker:CreateEndpoint")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sagemaker.amazonaws.com | endpoint/fraud | allowed
          lambda.amazonaws.com    | endpoint/fraud | implicitDeny
          sagemaker.amazonaws.com | endpoint/churn | implicitDeny
          """)
  void theContextAndTheResourcesOfTheQuestionCount(
      String service, String resource, String decision) {
    put(
        "pass",
        "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"*/fraud\","
            + "\"Condition\":{\"StringLike\":{\"iam:PassedToService\":\"sagemaker.*\"}}}");

    var answer =
        iam.simulatePrincipalPolicy(r ->
            r.policySourceArn("arn:aws:iam::" + ACCOUNT + ":role/deployer")
                .actionNames("iam:PassRole")
                .resourceArns("arn:aws:sagemaker:us-east-1:" + ACCOUNT + ":" + resource)
                .contextEntries(entry ->
                    entry
                        .contextKeyName("iam:PassedToService")
                        .contextKeyType(ContextKeyTypeEnum.STRING)
                        .contextKeyValues(service)));

    assertThat(answer.evaluationResults().getFirst().evalDecisionAsString()).isEqualTo(decision);
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

  private String model(String name) {
    return model(sageMaker, name);
  }

  private static String model(SageMakerClient aws, String name) {
    return aws.createModel(r ->
            r.modelName(name).executionRoleArn(EXECUTION).primaryContainer(c -> c.image(IMAGE)))
        .modelArn();
  }

  private String tagged(String name, String team) {
    return sageMaker
        .createModel(r ->
            r.modelName(name)
                .primaryContainer(c -> c.image(IMAGE))
                .tags(t -> t.key("team").value(team)))
        .modelArn();
  }

  private void allow(String actions, String resource) {
    put("allowed", allowing(actions, resource));
  }

  private static String allowing(String actions, String resource) {
    return "{\"Effect\":\"Allow\",\"Action\":[\""
        + actions
        + "\"],\"Resource\":\""
        + resource
        + "\"}";
  }

  private void put(String name, String statements) {
    iam.putRolePolicy(
        r -> r.roleName("deployer").policyName(name).policyDocument(document(statements)));
  }

  private static String document(String statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  private IamClient admin(String account) {
    return client(
        IamClient.builder(),
        simulator.uri(),
        AwsBasicCredentials.create(account, "secret"),
        _ -> {});
  }

  private AwsCredentials role(String account, String name) {
    return role(simulator, account, name);
  }

  /** Makes a role that the default account may assume, and assumes it. */
  private static AwsCredentials role(Simulator simulator, String account, String name) {
    client(
            IamClient.builder(),
            simulator.uri(),
            AwsBasicCredentials.create(account, "secret"),
            _ -> {})
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

  private static void assertDenied(ThrowingCallable call, int status, String code, String message) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.throwable(AwsServiceException.class))
        .satisfies(e -> {
          assertThat(e.statusCode()).isEqualTo(status);
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
          assertThat(e.awsErrorDetails().errorMessage()).contains(message);
        });
  }
}
