package dev.slipway.simulator.wire;

import dev.slipway.simulator.wire.MalformedRequestTests.Form;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Bodies of requests that no client sends, made at random from the operations' own shapes: members
 * of the wrong type, out of range, missing; cut off, overwritten, of nonsense.
 */
final class RandomBodies {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RandomBodies() {}

  /** A body in this form, mostly of the operation's shape. */
  static byte[] of(Form form, Service service, String operation, Random random) {
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
  static byte[] spoilt(byte[] body, Random random) {
    if (body.length == 0 || random.nextInt(3) > 0) {
      return body;
    }
    byte[] copy = body.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        return Arrays.copyOf(copy, random.nextInt(copy.length));
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
