package dev.slipway.simulator.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Reads the form body of the AWS Query protocol into a request shape. */
final class QueryReader {

  private QueryReader() {}

  static void read(FormNode form, SdkPojo builder) {
    for (SdkField<?> field : builder.sdkFields()) {
      FormNode node = form.child(field.locationName());
      if (node != null) {
        field.set(builder, value(node, field));
      }
    }
  }

  private static @Nullable Object value(FormNode node, SdkField<?> field) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO) {
      SdkPojo builder = field.constructor().get();
      read(node, builder);
      return Codec.build(builder);
    } else if (type == MarshallingType.LIST) {
      return list(node, field.getRequiredTrait(ListTrait.class));
    } else if (type == MarshallingType.MAP) {
      return map(node, field.getRequiredTrait(MapTrait.class));
    }
    String text = node.value();
    return text == null ? null : Text.read(text, field);
  }

  /** An empty value spells the empty list. */
  private static List<@Nullable Object> list(FormNode node, ListTrait trait) {
    List<@Nullable Object> list = new ArrayList<>();
    for (FormNode item : items(node, trait.isFlattened(), memberName(trait))) {
      list.add(value(item, trait.memberFieldInfo()));
    }
    return list;
  }

  private static Map<String, @Nullable Object> map(FormNode node, MapTrait trait) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (FormNode entry : items(node, trait.isFlattened(), "entry")) {
      FormNode key = entry.child(trait.keyLocationName());
      FormNode value = entry.child(trait.valueLocationName());
      if (key != null && key.value() instanceof String name && value != null) {
        map.put(name, value(value, trait.valueFieldInfo()));
      }
    }
    return map;
  }

  private static List<FormNode> items(FormNode node, boolean flattened, String name) {
    if (node.value() != null) {
      return List.of();
    }
    FormNode wrapped = flattened ? null : node.child(name);
    return wrapped == null ? node.numbered() : wrapped.numbered();
  }

  static String memberName(ListTrait trait) {
    return trait.memberLocationName() == null ? "member" : trait.memberLocationName();
  }
}
