package dev.slipway.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Requests that no client sends, with {@link RandomBodies} under a fixed seed. Each is answered in
 * the protocol's own form, and never with the simulator's own failure.
 */
class MalformedRequestTests {

  private static final int REQUESTS = 300;
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @AutoClose
  private static final Simulator simulator =
      Simulator.start(SimulatorOptions.builder().manualClock(true).build());

  /** A protocol in which a request is sent. */
  enum Form {
    JSON,
    QUERY,
    CBOR,
    REST_JSON,
    REST_XML;

    boolean carries(Service service) {
      return switch (this) {
        case JSON -> service.style() == Service.Style.JSON || service == Service.CLOUDWATCH;
        case QUERY -> service.style() == Service.Style.QUERY;
        case CBOR -> service == Service.CLOUDWATCH;
        case REST_JSON -> service.style() == Service.Style.REST_JSON;
        case REST_XML -> service.style() == Service.Style.REST_XML;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void nonsenseIsAnsweredInTheProtocolsOwnForm(Form form) throws Exception {
    List<String[]> operations =
        simulator.operations().stream()
            .map(name -> name.split(" ", 2))
            .filter(name -> form.carries(Service.valueOf(name[0])))
            .toList();
    SoftAssertions all = new SoftAssertions();
    Random random = new Random(20260105L + form.ordinal());
    for (int i = 0; i < REQUESTS; i++) {
      String[] operation = operations.get(i % operations.size());
      Service service = Service.valueOf(operation[0]);
      byte[] body =
          RandomBodies.spoilt(RandomBodies.of(form, service, operation[1], random), random);
      HttpResponse<byte[]> response = send(form, service, operation[1], body, random);
      check(all, form, response, i + " " + operation[1] + " " + text(body));
    }
    all.assertAll();
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "QUERY", "CBOR"})
  void anOperationThatIsNotServedIsUnknown(Form form) throws Exception {
    HttpResponse<byte[]> response =
        send(
            form,
            Service.CLOUDWATCH,
            "DoTheImpossible",
            form == Form.QUERY
                ? "Action=DoTheImpossible&Version=2010-08-01".getBytes(StandardCharsets.UTF_8)
                : new byte[0],
            new Random(1));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response.body()))
        .contains(form == Form.QUERY ? "InvalidAction" : "UnknownOperationException");
  }

  @Test
  void aBodyThatIsNestedTooDeeplyIsRefused() throws Exception {
    for (String body : List.of("[".repeat(50_000), "{\"a\":".repeat(50_000))) {
      HttpResponse<byte[]> response =
          send(
              Form.JSON,
              Service.SAGEMAKER,
              "CreateModel",
              body.getBytes(StandardCharsets.UTF_8),
              new Random(1));

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(text(response.body())).contains("SerializationException");
    }
  }

  private static void check(
      SoftAssertions all, Form form, HttpResponse<byte[]> response, String request) {
    String body = text(response.body());
    // S3 itself answers 501 to what it does not implement.
    boolean notImplemented = form == Form.REST_XML && response.statusCode() == 501;
    all.assertThat(response.statusCode() < 500 || notImplemented)
        .as(response.statusCode() + " " + request + " -> " + body)
        .isTrue();
    all.assertThat(body.toLowerCase(Locale.ROOT)).as(request).doesNotContain("<html");
    if (response.statusCode() >= 400) {
      String type = response.headers().firstValue("Content-Type").orElse("");
      switch (form) {
        case JSON -> {
          all.assertThat(type).as(request).startsWith("application/x-amz-json-1.");
          all.assertThat(JSON.readTree(body).path("__type").asString("")).as(request).isNotEmpty();
        }
        case REST_JSON -> {
          all.assertThat(type).as(request).isEqualTo("application/json");
          all.assertThat(response.headers().firstValue("x-amzn-ErrorType")).as(request).isPresent();
        }
        case CBOR -> {
          all.assertThat(type).as(request).isEqualTo("application/cbor");
          JsonNode error = new CBORMapper().readTree(response.body());
          all.assertThat(error.path("__type").asString("")).as(request).isNotEmpty();
        }
        case QUERY -> all.assertThat(body).as(request).contains("<Code>", "<RequestId>");
        case REST_XML -> all.assertThat(body).as(request).contains("<Code>");
      }
    }
  }

  private static HttpResponse<byte[]> send(
      Form form, Service service, String operation, byte[] body, Random random) throws Exception {
    String path =
        switch (form) {
          case JSON, QUERY -> "/";
          case CBOR -> "/service/GraniteServiceVersion20100801/operation/" + operation;
          case REST_JSON ->
              "/endpoints/e/"
                  + switch (operation) {
                    case "InvokeEndpoint" -> "invocations";
                    case "InvokeEndpointAsync" -> "async-invocations";
                    default -> "invocations-response-stream";
                  };
          case REST_XML ->
              List.of(
                      "/",
                      "/models",
                      "/models?delete",
                      "/models/k?uploads",
                      "/models/%ZZ?uploadId=")
                  .get(random.nextInt(5))
                  .replace("%ZZ", "%25ZZ");
        };
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(simulator.uri() + path))
            .header("X-Amz-Date", "20260101T000000Z")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/"
                    + service.signingName()
                    + "/aws4_request, SignedHeaders=host;x-amz-date, Signature="
                    + "0".repeat(64));
    switch (form) {
      case JSON ->
          request
              .header(
                  "Content-Type",
                  "application/x-amz-json-" + (service == Service.CLOUDWATCH ? "1.0" : "1.1"))
              .header("X-Amz-Target", service.targetPrefix().orElseThrow() + "." + operation);
      case QUERY -> request.header("Content-Type", "application/x-www-form-urlencoded");
      case CBOR ->
          request
              .header("Content-Type", "application/cbor")
              .header("smithy-protocol", "rpc-v2-cbor");
      case REST_JSON ->
          request
              .header("Content-Type", "application/json")
              .header("X-Amzn-SageMaker-RequestTTLSeconds", random.nextBoolean() ? "60" : "soon")
              .header("X-Amzn-SageMaker-Target-Variant", random.nextBoolean() ? "v" : "!");
      case REST_XML -> request.header("Content-Type", "application/xml");
    }
    String method =
        form == Form.REST_XML
            ? List.of("GET", "PUT", "POST", "DELETE").get(random.nextInt(4))
            : "POST";
    return HTTP.send(
        request.method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
