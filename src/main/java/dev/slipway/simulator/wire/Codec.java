package dev.slipway.simulator.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON from and to the SDK's own shapes: what AWS JSON and REST-JSON bodies hold, and what services
 * keep in the journal. No member is named here; every shape tells its own ({@link
 * SdkPojo#sdkFields()}).
 *
 * <p>Unset members are omitted. Times are epoch seconds with a fraction.
 */
public final class Codec {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Codec() {}

  /** The shape as JSON, every member included, times to the nanosecond. */
  public static ObjectNode toJson(SdkPojo pojo) {
    return write(pojo, _ -> true, ChronoUnit.NANOS);
  }

  /**
   * The shape that the JSON holds; unknown members are ignored.
   *
   * @param builder the shape's own {@code builder()}, as in {@code CreateModelRequest::builder}
   * @throws ServiceException {@code SerializationException} when a value has the wrong type
   */
  @SuppressWarnings("unchecked")
  public static <T extends SdkPojo> T fromJson(JsonNode json, Supplier<? extends SdkPojo> builder) {
    return (T) build(read(json, builder.get(), _ -> true));
  }

  /** The body of an answer on the wire: members in the payload only, times to the millisecond. */
  static ObjectNode payload(SdkPojo pojo) {
    return write(pojo, field -> field.location() == MarshallLocation.PAYLOAD, ChronoUnit.MILLIS);
  }

  /** Fills a builder with the members of a body. */
  static void readPayload(JsonNode json, SdkPojo builder) {
    read(json, builder, field -> field.location() == MarshallLocation.PAYLOAD);
  }

  static SdkPojo build(SdkPojo builder) {
    return (SdkPojo) ((Buildable) builder).build();
  }

  /** The member's value, or null when it was not set. */
  static @Nullable Object value(SdkField<?> field, SdkPojo pojo) {
    Object value = field.getValueOrDefault(pojo);
    return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap
        ? null
        : value;
  }

  private static ObjectNode write(
      SdkPojo pojo, Predicate<SdkField<?>> which, ChronoUnit precision) {
    ObjectNode object = NODES.objectNode();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = which.test(field) ? value(field, pojo) : null;
      if (value != null) {
        object.set(name(field), node(value, precision));
      }
    }
    return object;
  }

  private static String name(SdkField<?> field) {
    return field.location() == MarshallLocation.PAYLOAD ? field.locationName() : field.memberName();
  }

  private static JsonNode node(@Nullable Object value, ChronoUnit precision) {
    return switch (value) {
      case null -> NODES.nullNode();
      case String text -> NODES.stringNode(text);
      case Boolean flag -> NODES.booleanNode(flag);
      case Integer number -> NODES.numberNode(number.intValue());
      case Long number -> NODES.numberNode(number.longValue());
      case Short number -> NODES.numberNode(number.shortValue());
      case Float number -> NODES.numberNode(number.floatValue());
      case Double number -> NODES.numberNode(number.doubleValue());
      case BigDecimal number -> NODES.numberNode(number);
      case Instant time -> NODES.numberNode(epochSeconds(time.truncatedTo(precision)));
      case SdkBytes bytes -> NODES.binaryNode(bytes.asByteArrayUnsafe());
      case SdkPojo pojo -> write(pojo, _ -> true, precision);
      case List<?> list -> {
        ArrayNode array = NODES.arrayNode();
        list.forEach(item -> array.add(node(item, precision)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = NODES.objectNode();
        map.forEach((key, item) -> object.set(String.valueOf(key), node(item, precision)));
        yield object;
      }
      default -> throw new IllegalArgumentException("No JSON for " + value.getClass());
    };
  }

  static BigDecimal epochSeconds(Instant time) {
    BigDecimal seconds =
        BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
    BigDecimal plain = seconds.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  private static SdkPojo read(JsonNode json, SdkPojo builder, Predicate<SdkField<?>> which) {
    if (!json.isObject()) {
      throw mismatch("Unexpected field type");
    }
    for (SdkField<?> field : builder.sdkFields()) {
      JsonNode value = which.test(field) ? json.get(name(field)) : null;
      if (value != null && !value.isNull()) {
        field.set(builder, value(value, field));
      }
    }
    return builder;
  }

  private static @Nullable Object value(JsonNode json, SdkField<?> field) {
    if (json.isNull()) {
      return null;
    }
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.STRING) {
      return json.isString() ? json.stringValue() : fail(json, "String");
    } else if (type == MarshallingType.BOOLEAN) {
      return json.isBoolean() ? json.booleanValue() : fail(json, "Boolean");
    } else if (type == MarshallingType.INTEGER) {
      return json.isNumber() ? number(json, "Integer").intValueExact() : fail(json, "Integer");
    } else if (type == MarshallingType.LONG) {
      return json.isNumber() ? number(json, "Long").longValueExact() : fail(json, "Long");
    } else if (type == MarshallingType.SHORT) {
      return json.isNumber() ? number(json, "Short").shortValueExact() : fail(json, "Short");
    } else if (type == MarshallingType.FLOAT) {
      return json.isNumber() ? json.decimalValue().floatValue() : (float) named(json, "Float");
    } else if (type == MarshallingType.DOUBLE) {
      return json.isNumber() ? floating(json) : named(json, "Double");
    } else if (type == MarshallingType.BIG_DECIMAL) {
      return json.isNumber() ? json.decimalValue() : fail(json, "BigDecimal");
    } else if (type == MarshallingType.INSTANT) {
      return instant(json);
    } else if (type == MarshallingType.SDK_BYTES) {
      return bytes(json);
    } else if (type == MarshallingType.SDK_POJO) {
      return build(read(json, field.constructor().get(), _ -> true));
    } else if (type == MarshallingType.LIST) {
      return list(json, field.getRequiredTrait(ListTrait.class).memberFieldInfo());
    } else if (type == MarshallingType.MAP) {
      return map(json, field.getRequiredTrait(MapTrait.class).valueFieldInfo());
    }
    throw new IllegalArgumentException("No JSON for " + field.memberName() + " of " + type);
  }

  /**
   * What is no number or infinite: by its name, in JSON ("Float and Double" in Smithy's AWS JSON).
   */
  private static double named(JsonNode json, String wanted) {
    return switch (json.asString("")) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw unfit(json, wanted);
    };
  }

  /** CBOR, unlike JSON, can also hold what is no number or infinite. */
  private static double floating(JsonNode json) {
    return json.isFloatingPointNumber() && !json.isBigDecimal()
        ? json.doubleValue()
        : json.decimalValue().doubleValue();
  }

  /** A whole number that fits a long; anything else is refused as AWS does. */
  private static BigDecimal number(JsonNode json, String wanted) {
    BigDecimal number = json.decimalValue();
    long limit = wanted.equals("Long") ? Long.MAX_VALUE : Integer.MAX_VALUE;
    if (number.stripTrailingZeros().scale() > 0
        || number.abs().compareTo(BigDecimal.valueOf(limit)) > 0) {
      fail(json, wanted);
    }
    return number;
  }

  private static List<@Nullable Object> list(JsonNode json, SdkField<?> member) {
    if (!json.isArray()) {
      throw mismatch("Expected list or null");
    }
    List<@Nullable Object> list = new ArrayList<>(json.size());
    for (JsonNode item : json.values()) {
      list.add(value(item, member));
    }
    return list;
  }

  private static Map<String, @Nullable Object> map(JsonNode json, SdkField<?> member) {
    if (!json.isObject()) {
      throw mismatch("Expected map or null");
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    json.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue(), member)));
    return map;
  }

  private static Instant instant(JsonNode json) {
    if (json.isNumber()) {
      BigDecimal seconds = json.decimalValue();
      if (seconds.abs().compareTo(BigDecimal.valueOf(1e11)) < 0) {
        long nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue();
        return Instant.ofEpochSecond(seconds.longValue(), nanos);
      }
    } else if (json.isString()) {
      Instant parsed = Times.parse(json.stringValue());
      if (parsed != null) {
        return parsed;
      }
    }
    throw mismatch(kind(json) + " can not be converted to milliseconds since epoch");
  }

  private static SdkBytes bytes(JsonNode json) {
    try {
      return SdkBytes.fromByteArrayUnsafe(
          json.isBinary() ? json.binaryValue() : Base64.getDecoder().decode(json.asString()));
    } catch (RuntimeException notBase64) {
      throw mismatch(kind(json) + " can not be converted to a Blob");
    }
  }

  private static Object fail(JsonNode json, String wanted) {
    throw unfit(json, wanted);
  }

  private static ServiceException unfit(JsonNode json, String wanted) {
    return mismatch(kind(json) + " can not be converted to " + article(wanted) + wanted);
  }

  private static String article(String wanted) {
    return wanted.equals("Integer") ? "an " : "a ";
  }

  /** The token names that AWS's messages show. */
  private static String kind(JsonNode json) {
    if (json.isString()) {
      return "STRING_VALUE";
    } else if (json.isBoolean()) {
      return json.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE";
    } else if (json.isIntegralNumber()) {
      return "NUMBER_VALUE";
    } else if (json.isNumber()) {
      return "DECIMAL_VALUE";
    }
    return json.isArray() ? "START_ARRAY" : "START_OBJECT";
  }

  private static ServiceException mismatch(String text) {
    return new ServiceException(400, "SerializationException", text);
  }
}
