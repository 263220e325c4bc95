package dev.slipway.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no SDK sends: broken bodies, broken signatures, nonsense. */
class RawRequestTests {

  private static final String ECR = "AmazonEC2ContainerRegistry_V20150921.";

  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    simulator.close();
  }

  @Test
  void aBodyThatIsNoJsonGetsASerializationError() throws Exception {
    HttpResponse<String> response =
        post("/", "{broken", signed("ecr", "X-Amz-Target", ECR + "DescribeImages"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"__type\":\"SerializationException\"");
    assertThat(type(response)).isEqualTo("application/x-amz-json-1.1");
    assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
  }

  @Test
  void aMemberOfTheWrongTypeGetsASerializationError() throws Exception {
    assertThat(
            post(
                    "/",
                    "{\"repositoryName\":7}",
                    signed("ecr", "X-Amz-Target", ECR + "DescribeImages"))
                .body())
        .contains("NUMBER_VALUE can not be converted to a String");
    assertThat(
            post(
                    "/",
                    "{\"repositoryName\":\"r\",\"imageIds\":{}}",
                    signed("ecr", "X-Amz-Target", ECR + "DescribeImages"))
                .body())
        .contains("SerializationException");
  }

  @Test
  void anUnknownTargetIsAnUnknownOperation() throws Exception {
    HttpResponse<String> response =
        post("/", "{}", signed("sagemaker", "X-Amz-Target", "Nonsense.DoIt"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("UnknownOperationException");
  }

  @Test
  void aFormWithoutActionOrWithBrokenListsGetsXml() throws Exception {
    Map<String, String> form = signed("iam", "Content-Type", "application/x-www-form-urlencoded");

    assertThat(post("/", "Version=2010-05-08", form).body())
        .contains("<Code>MissingAction</Code>")
        .contains("<RequestId>");
    HttpResponse<String> response =
        post("/", "Action=TagRole&Version=2010-05-08&RoleName=r&Tags.member.x.Key=k%ZZ", form);
    assertThat(response.body()).contains("<Code>MalformedQueryString</Code>");
    assertThat(type(response)).isEqualTo("text/xml");
    assertThat(post("/", "Action=CreateRole&RoleName=r&MaxSessionDuration=long", form).body())
        .contains("<Code>MalformedInput</Code>");
  }

  @Test
  void aRequestWithoutSignatureIsRefusedInItsProtocol() throws Exception {
    assertThat(post("/", "{}", Map.of("X-Amz-Target", ECR + "DescribeImages")))
        .satisfies(response -> {
          assertThat(response.statusCode()).isEqualTo(403);
          assertThat(response.body()).contains("MissingAuthenticationTokenException");
        });
    assertThat(
            post(
                    "/",
                    "Action=GetCallerIdentity&Version=2011-06-15",
                    Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .body())
        .contains("<Code>MissingAuthenticationToken</Code>");
  }

  @Test
  void aBrokenSignatureOrTheWrongScopeIsRefused() throws Exception {
    assertThat(
            post(
                    "/",
                    "{}",
                    Map.of(
                        "X-Amz-Target",
                        ECR + "DescribeImages",
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/ecr/aws4_request"))
                .body())
        .contains("IncompleteSignatureException")
        .contains("requires 'SignedHeaders' parameter")
        .contains("requires 'Signature' parameter")
        .contains("'X-Amz-Date'");
    assertThat(post("/", "{}", signed("sagemaker", "X-Amz-Target", ECR + "DescribeImages")).body())
        .contains("InvalidSignatureException")
        .contains("Credential should be scoped to correct service: 'ecr'");
  }

  @Test
  void brokenBucketRequestsGetXmlErrors() throws Exception {
    assertThat(send("PUT", "/bucket-1", "<broken", signed("s3")).body())
        .contains("<Code>MalformedXML</Code>");
    HttpResponse<String> versioning = send("GET", "/bucket-1?versioning", "", signed("s3"));
    assertThat(versioning.statusCode()).isEqualTo(501);
    assertThat(versioning.body()).contains("<Code>NotImplemented</Code>");
    assertThat(versioning.headers().firstValue("x-amz-request-id")).isPresent();
  }

  @Test
  void cloudWatchSpeaksJsonToThoseWhoAsk() throws Exception {
    Map<String, String> headers = new HashMap<>(signed("monitoring"));
    headers.put("X-Amz-Target", "GraniteServiceVersion20100801.ListTagsForResource");
    headers.put("Content-Type", "application/x-amz-json-1.0");
    headers.put("x-amzn-query-mode", "true");

    HttpResponse<String> unknown =
        post(
            "/",
            "{\"ResourceARN\":\"arn:aws:cloudwatch:us-east-1:123456789012:alarm:none\"}",
            headers);

    assertThat(type(unknown)).isEqualTo("application/x-amz-json-1.0");
    assertThat(unknown.headers().firstValue("x-amzn-query-error").orElse(""))
        .startsWith("ResourceNotFound")
        .endsWith(";Sender");
    headers.put("X-Amz-Target", "GraniteServiceVersion20100801.DescribeAlarms");
    assertThat(post("/", "{}", headers).body()).contains("MetricAlarms");
  }

  @Test
  void anErrorOverJsonHasItsShapeAndItsQueryCode() throws Exception {
    Map<String, String> headers = new HashMap<>(signed("monitoring"));
    headers.put("X-Amz-Target", "GraniteServiceVersion20100801.GetDashboard");
    headers.put("Content-Type", "application/x-amz-json-1.0");
    headers.put("x-amzn-query-mode", "true");

    HttpResponse<String> missing = post("/", "{\"DashboardName\":\"none\"}", headers);

    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("#DashboardNotFoundError\"");
    assertThat(missing.headers().firstValue("x-amzn-query-error"))
        .hasValue("ResourceNotFound;Sender");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock =
          """
          PutMetricData | {"Namespace":"N","MetricData":[{"MetricName":"m","Value":"NaN"}]} \
            | #InvalidParameterValueException
          PutMetricData | {"Namespace":"N","MetricData":[{"MetricName":"m","Value":"-Infinity"}]} \
            | #InvalidParameterValueException
          PutMetricData | {"Namespace":"N","MetricData":[{"MetricName":"m","Value":"many"}]} \
            | STRING_VALUE can not be converted to a Double
          PutMetricAlarm | {"AlarmName":"a","Namespace":"N","MetricName":"m","Statistic":"Sum",\
            "Period":60,"EvaluationPeriods":1,"ComparisonOperator":"GreaterThanThreshold",\
            "Threshold":"Infinity"} | The value Infinity for parameter Threshold is invalid.
          """)
  void whatIsNoNumberIsReadByItsNameAndRefused(String operation, String body, String told)
      throws Exception {
    Map<String, String> headers =
        new HashMap<>(
            signed("monitoring", "X-Amz-Target", "GraniteServiceVersion20100801." + operation));
    headers.put("Content-Type", "application/x-amz-json-1.0");

    HttpResponse<String> response = post("/", body, headers);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(told);
  }

  @Test
  void aWeightThatIsNoNumberIsRefused() throws Exception {
    String weight =
        """
        {"EndpointConfigName":"c","ProductionVariants":[{"VariantName":"v","ModelName":"m",
        "InstanceType":"ml.m5.large","InitialInstanceCount":1,"InitialVariantWeight":"NaN"}]}\
        """;
    assertThat(
            post("/", weight, signed("sagemaker", "X-Amz-Target", "SageMaker.CreateEndpointConfig"))
                .body())
        .contains("Member must be a finite number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "TE, close", "TE\r\nConnection: Close"})
  void theConnectionIsClosedAfterTheAnswerForWhoAsksForIt(String connection) throws Exception {
    try (Socket socket = new Socket(simulator.uri().getHost(), simulator.uri().getPort())) {
      socket.setSoTimeout(20_000);
      String request =
          "GET /_slipway/health HTTP/1.1\r\nHost: here\r\nConnection: " + connection + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      // Reads to the end, which comes only with the connection's.
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
    }
  }

  @Test
  void somethingThatIsNoAwsRequestIsToldSo() throws Exception {
    HttpResponse<String> response = send("GET", "/", "", Map.of());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("UnknownOperationException");
    assertThat(type(response)).isEqualTo("application/xml");
  }

  private static String type(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  private static Map<String, String> signed(String service, String... header) {
    String authorization =
        "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/"
            + service
            + "/aws4_request, SignedHeaders=host;x-amz-date, Signature="
            + "0".repeat(64);
    return header.length == 0
        ? Map.of("Authorization", authorization, "X-Amz-Date", "20260101T000000Z")
        : Map.of(
            "Authorization", authorization, "X-Amz-Date", "20260101T000000Z", header[0], header[1]);
  }

  private HttpResponse<String> post(String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    return send("POST", path, body, headers);
  }

  private HttpResponse<String> send(
      String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(simulator.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
