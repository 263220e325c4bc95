package dev.slipway.simulator.permission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/** What a request says, read without knowing its type. */
final class Given {

  private Given() {}

  /** A text member, or a list of them; empty when it is not set or there is no such member. */
  static List<String> text(SdkPojo request, String member) {
    return switch (value(request, member)) {
      case String text -> List.of(text);
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }

  /** The tags that the request gives, in whichever of AWS's two forms. */
  static Map<String, String> tags(SdkPojo request) {
    Map<String, String> tags = new LinkedHashMap<>();
    switch (value(request, "Tags")) {
      case Map<?, ?> map -> map.forEach((key, value) -> tags.put("" + key, "" + value));
      case List<?> list -> {
        for (Object tag : list) {
          if (tag instanceof SdkPojo pair) {
            tags.put("" + member(pair, "Key"), "" + member(pair, "Value"));
          }
        }
      }
      case null, default -> {}
    }
    return tags;
  }

  private static @org.jspecify.annotations.Nullable Object value(SdkPojo request, String member) {
    return request instanceof SdkRequest fields
        ? fields.getValueForField(member, Object.class).orElse(null)
        : null;
  }

  private static @org.jspecify.annotations.Nullable Object member(SdkPojo shape, String name) {
    return shape.sdkFields().stream()
        .filter(field -> field.memberName().equals(name))
        .findFirst()
        .map(field -> field.getValueOrDefault(shape))
        .orElse(null);
  }
}
