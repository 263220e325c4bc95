package dev.slipway.simulator.wire;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The values of enums, which the SDK's shapes carry as text: found by the getters' types. */
final class SdkEnums {

  private static final Map<Class<?>, Map<String, List<String>>> KNOWN = new ConcurrentHashMap<>();

  private SdkEnums() {}

  /** The values that a member (or a list's items) may have; empty when it is no enum. */
  static List<String> values(Class<?> shape, String memberName) {
    return KNOWN
        .computeIfAbsent(shape, SdkEnums::ofShape)
        .getOrDefault(memberName.toLowerCase(Locale.ROOT), List.of());
  }

  private static Map<String, List<String>> ofShape(Class<?> shape) {
    Map<String, List<String>> found = new HashMap<>();
    for (Method method : shape.getMethods()) {
      Class<?> type =
          method.getParameterCount() == 0 ? enumIn(method.getGenericReturnType()) : null;
      if (type != null) {
        found.put(method.getName().toLowerCase(Locale.ROOT), known(type));
      }
    }
    return found;
  }

  private static @Nullable Class<?> enumIn(Type type) {
    if (type instanceof Class<?> plain) {
      return plain.isEnum() ? plain : null;
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return enumIn(generic.getActualTypeArguments()[0]);
    }
    return null;
  }

  private static List<String> known(Class<?> type) {
    try {
      Object values = type.getMethod("knownValues").invoke(null);
      return values instanceof Collection<?> all
          ? all.stream().map(String::valueOf).sorted().toList()
          : List.of();
    } catch (ReflectiveOperationException notOfTheSdk) {
      return List.of();
    }
  }
}
