package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudFailure.Kind;
import dev.slipway.cloud.SageMaker.ModelSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AwsCloudsTests {

  static final CloudLocation HERE = new CloudLocation("123456789012", "us-east-1", null, null);

  private static final CloudLocation ASSUMED =
      new CloudLocation(
          "210987654321", "eu-west-1", "arn:aws:iam::210987654321:role/slipway", "external-7");

  @AutoClose private final CannedAws aws = new CannedAws();
  private final CloudClock machine = new SystemCloudClock(WallClock.system());

  @Test
  void everyCallIsReportedWithItsRequestId() {
    aws.then(200, "{\"ModelArn\":\"arn:aws:sagemaker:us-east-1:123456789012:model/m\"}");
    CallLog log = new CallLog();

    String arn = log.during(() -> clouds(machine).at(HERE).sageMaker().createModel(model()));

    assertThat(arn).endsWith("model/m");
    assertThat(log.calls())
        .containsExactly(new CallLog.Call("sagemaker", "CreateModel", "request-1", null));
    assertThat(aws.asked().getFirst().authorization())
        .contains("Credential=123456789012/", "/us-east-1/sagemaker/aws4_request");
    assertThat(aws.asked().getFirst().body())
        .contains("\"ModelName\":\"m\"")
        .doesNotContain("Environment", "Tags", "VpcConfig");
  }

  @Test
  void aChangeWhoseAnswerIsLostIsNotRepeated() {
    aws.thenDrop();
    CallLog log = new CallLog();

    assertThatThrownBy(
            () -> log.during(() -> clouds(machine).at(HERE).sageMaker().createModel(model())))
        .isInstanceOfSatisfying(
            CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(Kind.UNAVAILABLE));

    assertThat(aws.asked()).hasSize(1);
    assertThat(log.calls()).hasSize(1);
    assertThat(log.calls().getFirst().requestId()).isNull();
    assertThat(log.calls().getFirst().error()).isNotNull();
  }

  /**
   * One that is silent is given up by its socket too; one that drips only by the call's deadline.
   */
  @Test
  void aChangeWhoseAnswerDripsInIsGivenUpInTimeAndNotRepeated() {
    String whole = "{\"ModelArn\":\"arn:aws:sagemaker:us-east-1:123456789012:model/m\"}";
    aws.thenDripping(Duration.ofSeconds(30), whole).then(200, whole);
    SageMaker sageMaker =
        new AwsClouds(
                properties(aws.uri(), Duration.ofMillis(500)), machine, AnyAws.unpaced(machine))
            .at(HERE)
            .sageMaker();

    assertThatThrownBy(() -> sageMaker.createModel(model()))
        .isInstanceOfSatisfying(
            CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(Kind.UNAVAILABLE));

    // On a busy machine the deadline can pass before the call has left.
    assertThat(aws.asked()).hasSizeLessThan(2);
  }

  @Test
  void aChangeThatIsThrottledOrFailsAtAwsIsLeftToTheEngine() {
    aws.then(400, "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}");
    aws.then(500, "{\"__type\":\"InternalFailure\",\"message\":\"Sorry\"}");
    SageMaker sageMaker = clouds(machine).at(HERE).sageMaker();

    assertThatThrownBy(() -> sageMaker.createModel(model()))
        .isInstanceOfSatisfying(
            CloudFailure.class,
            it -> {
              assertThat(it.kind()).isEqualTo(Kind.THROTTLED);
              assertThat(it.aws().requestId()).isEqualTo("request-1");
            });
    assertThatThrownBy(() -> sageMaker.createModel(model()))
        .isInstanceOfSatisfying(
            CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(Kind.UNAVAILABLE));
    assertThat(aws.asked()).hasSize(2);
  }

  @Test
  void aThingThatAwsCannotFindIsEmpty() {
    aws.then(
        400,
        "{\"__type\":\"ValidationException\",\"message\":\"Could not find endpoint"
            + " \\\"arn:x\\\".\"}");
    CallLog log = new CallLog();

    assertThat(log.during(() -> clouds(machine).at(HERE).sageMaker().findEndpoint("x"))).isEmpty();

    assertThat(log.calls().getFirst().error()).isEqualTo("ValidationException");
    assertThat(log.calls().getFirst().looks()).isTrue();
  }

  @Test
  void anAddressWhereNobodyListensIsUnavailableAfterAFewTries() throws Exception {
    // Bound all the while, or another's server could get the port.
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI nobody = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      SageMaker sageMaker =
          new AwsClouds(properties(nobody), machine, AnyAws.unpaced(machine)).at(HERE).sageMaker();

      assertThatThrownBy(() -> sageMaker.findModel("m"))
          .isInstanceOfSatisfying(
              CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(Kind.UNAVAILABLE));
    }
  }

  @Test
  void aRoleIsAssumedOnceWithTheExternalId() {
    aws.then(200, session(Instant.parse("2099-01-01T00:00:00Z")));
    aws.then(200, "{}");
    aws.then(200, "{}");
    Clouds clouds = clouds(machine);
    CallLog log = new CallLog();

    log.during(() -> {
      clouds.at(ASSUMED).sageMaker().deleteModel("a");
      clouds.at(ASSUMED).sageMaker().deleteModel("b");
      return null;
    });

    assertThat(aws.asked()).hasSize(3);
    assertThat(aws.asked().getFirst().body())
        .contains("Action=AssumeRole", "ExternalId=external-7", "RoleSessionName=slipway");
    assertThat(aws.asked().get(1).authorization())
        .contains("Credential=ASIASESSION/", "/eu-west-1/sagemaker/");
    assertThat(log.calls())
        .extracting(CallLog.Call::operation)
        .containsExactly("AssumeRole", "DeleteModel", "DeleteModel");
    assertThat(clouds.upstream(ASSUMED).keys().get())
        .isEqualTo(new Upstream.Keys("ASIASESSION", "secret", "token"));
    assertThat(aws.asked()).hasSize(3);
  }

  @Test
  void keysThatExpireInCloudTimeAreKeptWhileCloudTimeLagsBehind() {
    CloudClock behind = new LaggingClock(Duration.ofDays(3));
    aws.then(200, session(behind.now().plusSeconds(3600)));
    aws.then(200, "{}");
    aws.then(200, "{}");
    SageMaker sageMaker = clouds(behind).at(ASSUMED).sageMaker();

    sageMaker.deleteModel("a");
    sageMaker.deleteModel("b");

    assertThat(aws.asked()).hasSize(3);
  }

  @Test
  void aRoleThatMayNotBeAssumedIsADenialByName() {
    aws.then(
        403,
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message>"
            + "</Error><RequestId>r</RequestId></ErrorResponse>");

    assertThatThrownBy(() -> clouds(machine).at(ASSUMED).sageMaker().deleteModel("a"))
        .isInstanceOfSatisfying(
            CloudFailure.class,
            it -> {
              assertThat(it.kind()).isEqualTo(Kind.DENIED);
              assertThat(it.operation()).isEqualTo("AssumeRole");
              assertThat(it.aws().service()).isEqualTo("sts");
            });
  }

  @Test
  void oneSetOfServicesIsKeptForALocation() {
    Clouds clouds = clouds(machine);

    assertThat(clouds.at(HERE)).isSameAs(clouds.at(HERE)).isNotSameAs(clouds.at(ASSUMED));
    assertThat(clouds.upstream(HERE)).isSameAs(clouds.upstream(HERE));
    assertThat(aws.asked()).isEmpty();
  }

  private AwsClouds clouds(CloudClock clock) {
    return new AwsClouds(properties(aws.uri()), clock, AnyAws.unpaced(clock));
  }

  private static CloudProperties properties(URI endpoint) {
    return properties(endpoint, Duration.ofSeconds(10));
  }

  private static CloudProperties properties(URI endpoint, Duration timeout) {
    return new CloudProperties(
        CloudProperties.Kind.SIMULATOR,
        new CloudProperties.Aws(endpoint, null, "slipway", timeout));
  }

  private static ModelSpec model() {
    return new ModelSpec(
        "m",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1",
        "s3://models/m.tar.gz",
        "arn:aws:iam::123456789012:role/execution",
        Map.of(),
        Map.of());
  }

  private static String session(Instant expires) {
    return """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <Credentials><AccessKeyId>ASIASESSION</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
    <SessionToken>token</SessionToken><Expiration>%s</Expiration></Credentials>
    </AssumeRoleResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
    </AssumeRoleResponse>\
    """
        .formatted(expires);
  }

  /** Cloud time that stood still for a while. */
  private record LaggingClock(Duration behind) implements CloudClock {

    @Override
    public Instant now() {
      return WallClock.system().now().minus(behind);
    }

    @Override
    public Instant wallTimeOf(Instant cloudTime) {
      return cloudTime.plus(behind);
    }
  }
}
