package dev.slipway.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORGenerator;
import tools.jackson.dataformat.cbor.CBORMapper;

/** CBOR from and to shapes. Times are tag 1 with a floating point number of epoch seconds. */
final class Cbor {

  private static final int EPOCH_TIME = 1;
  private static final CBORMapper CBOR = new CBORMapper();

  private Cbor() {}

  /** The body as a tree; tags are dropped, for a member's own type tells what it is. */
  static JsonNode read(byte[] body) {
    return CBOR.readTree(body);
  }

  static byte[] write(JsonNode tree) {
    return CBOR.writeValueAsBytes(tree);
  }

  /** The shape's members that belong into the body. */
  static byte[] write(SdkPojo pojo) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator out = (CBORGenerator) CBOR.createGenerator(bytes)) {
      members(pojo, out);
    }
    return bytes.toByteArray();
  }

  private static void members(SdkPojo pojo, CBORGenerator out) {
    out.writeStartObject();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.location() == MarshallLocation.PAYLOAD ? Codec.value(field, pojo) : null;
      if (value != null) {
        out.writeName(field.locationName());
        value(value, out);
      }
    }
    out.writeEndObject();
  }

  private static void value(Object value, CBORGenerator out) {
    switch (value) {
      case String text -> out.writeString(text);
      case Boolean flag -> out.writeBoolean(flag);
      case Integer number -> out.writeNumber(number.intValue());
      case Long number -> out.writeNumber(number.longValue());
      case Short number -> out.writeNumber(number.intValue());
      case Float number -> out.writeNumber(number.floatValue());
      case Double number -> out.writeNumber(number.doubleValue());
      case BigDecimal number -> out.writeNumber(number);
      case Instant time -> {
        out.writeTag(EPOCH_TIME);
        out.writeNumber(time.toEpochMilli() / 1000.0);
      }
      case SdkBytes bytes -> out.writeBinary(bytes.asByteArrayUnsafe());
      case SdkPojo pojo -> members(pojo, out);
      case List<?> list -> list(list, out);
      case Map<?, ?> map -> {
        out.writeStartObject();
        map.forEach((key, item) -> {
          out.writeName(String.valueOf(key));
          item(item, out);
        });
        out.writeEndObject();
      }
      default -> throw new IllegalArgumentException("No CBOR for " + value.getClass());
    }
  }

  private static void list(List<?> list, CBORGenerator out) {
    out.writeStartArray();
    list.forEach(item -> item(item, out));
    out.writeEndArray();
  }

  private static void item(@Nullable Object item, CBORGenerator out) {
    if (item == null) {
      out.writeNull();
    } else {
      value(item, out);
    }
  }
}
