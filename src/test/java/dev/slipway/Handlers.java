package dev.slipway;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Controller;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/** Every Spring MVC handler under {@code /v1}, by the operation that it serves. */
final class Handlers {

  private Handlers() {}

  /**
   * A handler.
   *
   * @param operation its {@link #shape}
   */
  record Handler(String operation, Method method) {}

  static Stream<Handler> all() {
    return MainClasses.all().stream()
        .filter(type -> type.isMetaAnnotatedWith(Controller.class))
        .map(JavaClass::reflect)
        .flatMap(type ->
            Arrays.stream(ReflectionUtils.getAllDeclaredMethods(type))
                .flatMap(m -> mapped(type, m)))
        .filter(handler -> handler.operation().contains(" /v1"));
  }

  /** Method and path, whatever the variables in the path are called. */
  static String shape(String method, String path) {
    return method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]+}", "{}");
  }

  private static Stream<Handler> mapped(Class<?> type, Method method) {
    RequestMapping mapping =
        AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
    if (mapping == null) {
      return Stream.empty();
    }
    RequestMapping above = AnnotatedElementUtils.findMergedAnnotation(type, RequestMapping.class);
    String[] prefixes =
        above == null || above.path().length == 0 ? new String[] {""} : above.path();
    String[] paths = mapping.path().length == 0 ? new String[] {""} : mapping.path();
    return Arrays.stream(mapping.method())
        .flatMap(verb ->
            Arrays.stream(prefixes)
                .flatMap(prefix ->
                    Arrays.stream(paths)
                        .map(path -> new Handler(shape(verb.name(), prefix + path), method))));
  }
}
