package dev.slipway.simulator.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/** Members of REST protocols that travel outside the body: in the path, the query and headers. */
final class Rest {

  private Rest() {}

  /** The member that alone is the body, if the shape has one. */
  static Optional<SdkField<?>> payload(SdkPojo pojo) {
    return pojo.sdkFields().stream()
        .<SdkField<?>>map(field -> field)
        .filter(field -> field.containsTrait(PayloadTrait.class))
        .findFirst();
  }

  /** Reads path, query and header members. */
  static void read(WireRequest request, Map<String, String> path, SdkPojo builder) {
    Map<String, String> query = request.parameters();
    for (SdkField<?> field : builder.sdkFields()) {
      Object value = null;
      MarshallLocation location = field.location();
      if (location == MarshallLocation.PATH || location == MarshallLocation.GREEDY_PATH) {
        value = read(path.get(field.locationName()), field);
      } else if (location == MarshallLocation.QUERY_PARAM) {
        value = read(query.get(field.locationName()), field);
      } else if (location == MarshallLocation.HEADER) {
        value =
            field.marshallingType() == MarshallingType.MAP
                ? prefixed(request, field.locationName())
                : read(request.header(field.locationName()), field);
      }
      if (value != null) {
        field.set(builder, value);
      }
    }
  }

  private static @Nullable Object read(@Nullable String text, SdkField<?> field) {
    if (text == null) {
      return null;
    }
    if (field.marshallingType() == MarshallingType.LIST) {
      SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
      List<Object> list = new ArrayList<>();
      for (String item : text.split(",", -1)) {
        list.add(Text.read(item.strip(), member));
      }
      return list;
    }
    return Text.read(text, field);
  }

  private static @Nullable Map<String, String> prefixed(WireRequest request, String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    String start = prefix.toLowerCase(Locale.ROOT);
    request
        .headers()
        .forEach((name, value) -> {
          if (name.startsWith(start)) {
            found.put(name.substring(start.length()), value);
          }
        });
    return found.isEmpty() ? null : found;
  }

  /** Writes header members. */
  static void write(SdkPojo pojo, WireResponse response) {
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.location() == MarshallLocation.HEADER ? Codec.value(field, pojo) : null;
      switch (value) {
        case null -> {}
        case Map<?, ?> map ->
            map.forEach((key, item) -> response.with(field.locationName() + key, "" + item));
        case List<?> list ->
            response.with(
                field.locationName(),
                list.stream().map(String::valueOf).collect(Collectors.joining(",")));
        case Instant time -> response.with(field.locationName(), time(time, field));
        default -> response.with(field.locationName(), "" + Text.write(value, true));
      }
    }
  }

  private static String time(Instant time, SdkField<?> field) {
    return field
            .getOptionalTrait(TimestampFormatTrait.class)
            .filter(trait -> trait.format() == TimestampFormatTrait.Format.ISO_8601)
            .isPresent()
        ? Times.iso(time)
        : Times.rfc822(time);
  }
}
