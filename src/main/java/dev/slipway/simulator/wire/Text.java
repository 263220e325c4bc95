package dev.slipway.simulator.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallingType;

/** Single values as text: in forms, XML, headers, paths and queries. */
final class Text {

  private Text() {}

  /**
   * The value of a field's type.
   *
   * @throws ServiceException MalformedInput when the text does not read as that type
   */
  static Object read(String text, SdkField<?> field) {
    MarshallingType<?> type = field.marshallingType();
    try {
      if (type == MarshallingType.STRING) {
        return text;
      } else if (type == MarshallingType.BOOLEAN) {
        return bool(text);
      } else if (type == MarshallingType.INTEGER) {
        return Integer.valueOf(text.strip());
      } else if (type == MarshallingType.LONG) {
        return Long.valueOf(text.strip());
      } else if (type == MarshallingType.FLOAT) {
        return Float.valueOf(text.strip());
      } else if (type == MarshallingType.DOUBLE) {
        return Double.valueOf(text.strip());
      } else if (type == MarshallingType.BIG_DECIMAL) {
        return new BigDecimal(text.strip());
      } else if (type == MarshallingType.SDK_BYTES) {
        return SdkBytes.fromByteArrayUnsafe(Base64.getMimeDecoder().decode(text));
      } else if (type == MarshallingType.INSTANT) {
        return instant(text);
      }
    } catch (IllegalArgumentException unreadable) {
      throw new ServiceException(
          400, "MalformedInput", "'" + text + "' is no valid value of " + field.memberName() + ".");
    }
    throw new ServiceException(
        400, "MalformedInput", field.memberName() + " does not take a single value.");
  }

  private static Boolean bool(String text) {
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new IllegalArgumentException(text);
    }
    return Boolean.valueOf(text);
  }

  private static Instant instant(String text) {
    Instant time = Times.parse(text);
    if (time == null) {
      BigDecimal seconds = new BigDecimal(text);
      time = Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
    }
    return time;
  }

  /** A single value as XML shows it; null for what is not a single value. */
  static @Nullable String write(Object value, boolean milliseconds) {
    return switch (value) {
      case String text -> text;
      case Boolean flag -> flag.toString();
      case Number number -> number(number);
      case Instant time -> milliseconds ? Times.isoMillis(time) : Times.iso(time);
      case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
      default -> null;
    };
  }

  private static String number(Number number) {
    return number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
  }
}
