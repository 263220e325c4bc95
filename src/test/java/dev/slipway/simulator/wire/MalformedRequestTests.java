package dev.slipway.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Requests that no client sends, made at random from the operations' own shapes under a fixed seed:
 * members of the wrong type, out of range, missing; bodies cut off, overwritten, of nonsense. Each
 * is answered in the protocol's own form, and never with the simulator's own failure.
 */
class MalformedRequestTests {

  private static final int REQUESTS = 300;
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
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
      byte[] body = spoilt(body(form, service, operation[1], random), random);
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

  private static byte[] body(Form form, Service service, String operation, Random random) {
    if (form == Form.REST_XML) {
      return ("<" + operation + "><Delete><Object><Key>k</Key></Object></Delete></" + operation)
          .concat(random.nextBoolean() ? ">" : "")
          .getBytes(StandardCharsets.UTF_8);
    }
    ObjectNode tree = NODES.objectNode();
    fill(tree, shape(service, operation), random, 0);
    return switch (form) {
      case JSON, REST_JSON -> tree.toString().getBytes(StandardCharsets.UTF_8);
      case CBOR -> new CBORMapper().writeValueAsBytes(tree);
      case QUERY -> {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Action", operation);
        fields.put("Version", service.version());
        flatten("", tree, fields);
        List<String> pairs = new ArrayList<>();
        fields.forEach((key, value) -> pairs.add(encoded(key) + "=" + encoded(value)));
        yield String.join("&", pairs).getBytes(StandardCharsets.UTF_8);
      }
      case REST_XML -> throw new IllegalStateException();
    };
  }

  /** Members of the shape, some left out, most of the right type, few of the right value. */
  private static void fill(ObjectNode tree, SdkPojo shape, Random random, int depth) {
    for (SdkField<?> field : shape.sdkFields()) {
      if (random.nextInt(4) > 0) {
        tree.set(
            field.locationName(),
            random.nextInt(8) == 0 ? nonsense(random) : value(field, random, depth));
      }
    }
  }

  private static JsonNode value(SdkField<?> field, Random random, int depth) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO && depth < 4) {
      ObjectNode inner = NODES.objectNode();
      fill(inner, field.constructor().get(), random, depth + 1);
      return inner;
    } else if (type == MarshallingType.LIST) {
      ArrayNode list = NODES.arrayNode();
      for (int i = random.nextInt(3); i > 0; i--) {
        list.add(
            value(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), random, depth + 1));
      }
      return list;
    } else if (type == MarshallingType.STRING) {
      return NODES.stringNode(word(random));
    } else if (type == MarshallingType.BOOLEAN) {
      return NODES.booleanNode(random.nextBoolean());
    } else if (type == MarshallingType.MAP) {
      return NODES.objectNode().put(word(random), word(random));
    } else if (type == MarshallingType.SDK_POJO) {
      return NODES.objectNode();
    }
    return number(random);
  }

  private static JsonNode number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> NODES.numberNode(0);
      case 1 -> NODES.numberNode(-1);
      case 2 -> NODES.numberNode(Integer.MAX_VALUE);
      case 3 -> NODES.numberNode(1e300);
      case 4 -> NODES.numberNode(Long.MIN_VALUE);
      default -> NODES.numberNode(random.nextInt(200));
    };
  }

  private static JsonNode nonsense(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.arrayNode().add(NODES.nullNode());
      case 2 -> NODES.objectNode().put("", "");
      case 3 -> NODES.stringNode("\u0000\uFFFF");
      case 4 -> NODES.booleanNode(true);
      default -> number(random);
    };
  }

  private static String word(Random random) {
    String[] words = {
      "",
      "a",
      "AllTraffic",
      "arn:aws:sns:us-east-1:123456789012:t",
      "arn:aws:iam::123456789012:role/r",
      "endpoint/e/variant/v",
      "sagemaker",
      "Sum",
      "p99.9",
      "../../etc",
      "x".repeat(3000),
      "%",
      "\n",
      "GreaterThanThreshold",
      "2026-01-05T09:00:00Z",
      "cron(61 25 * * ? *)",
      "s3://models/m.tar.gz",
      "{\"Statement\":[]}",
      "ml.m5.large",
      "sagemaker:variant:DesiredInstanceCount"
    };
    return words[random.nextInt(words.length)];
  }

  /** One body in three is cut off, overwritten or replaced. */
  private static byte[] spoilt(byte[] body, Random random) {
    if (body.length == 0 || random.nextInt(3) > 0) {
      return body;
    }
    byte[] copy = body.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        return java.util.Arrays.copyOf(copy, random.nextInt(copy.length));
      }
      case 1 -> {
        for (int i = 0; i < 4; i++) {
          copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
      }
      default -> {
        random.nextBytes(copy);
        return copy;
      }
    }
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> fields) {
    switch (node) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(entry ->
                  flatten(
                      prefix + (prefix.isEmpty() ? "" : ".") + entry.getKey(),
                      entry.getValue(),
                      fields));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          flatten(prefix + ".member." + (i + 1), array.get(i), fields);
        }
      }
      default -> fields.put(prefix, node.asString(""));
    }
  }

  private static SdkPojo shape(Service service, String operation) {
    String room =
        switch (service) {
          case SAGEMAKER -> "sagemaker";
          case SAGEMAKER_RUNTIME -> "sagemakerruntime";
          case APPLICATION_AUTO_SCALING -> "applicationautoscaling";
          case CLOUDWATCH -> "cloudwatch";
          case ECR -> "ecr";
          case LOGS -> "cloudwatchlogs";
          case SERVICE_QUOTAS -> "servicequotas";
          case IAM -> "iam";
          case STS -> "sts";
          case SNS -> "sns";
          case S3 -> "s3";
        };
    try {
      Class<?> type =
          Class.forName(
              "software.amazon.awssdk.services." + room + ".model." + operation + "Request");
      return (SdkPojo) type.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
