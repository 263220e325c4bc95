package dev.slipway.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Makes JSON keep the promise that a record's types make: in a null-marked package, a component
 * that is not {@code @Nullable} must be present and not null, and no member of a list is null.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    Boolean marked = super.hasRequiredMarker(config, member);
    return marked == null && required(member) ? Boolean.TRUE : marked;
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    JsonSetter.Value value = super.findSetterInfo(config, annotated);
    AnnotatedType component = component(annotated);
    if (component == null) {
      return value;
    }
    if (value.nonDefaultContentNulls() == null) {
      value = value.withContentNulls(Nulls.FAIL);
    }
    return value.nonDefaultValueNulls() == null && required(annotated)
        ? value.withValueNulls(Nulls.FAIL)
        : value;
  }

  private static boolean required(Annotated annotated) {
    AnnotatedType type = component(annotated);
    return type != null
        && !type.isAnnotationPresent(Nullable.class)
        && !java.util.Optional.class.equals(annotated.getRawType());
  }

  /** The type of a component of a record that makes such promises; null for anything else. */
  private static @Nullable AnnotatedType component(Annotated annotated) {
    if (!(annotated instanceof AnnotatedParameter parameter)
        || !(parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor)) {
      return null;
    }
    Class<?> owner = constructor.getDeclaringClass();
    if (!owner.isRecord() || !owner.getPackage().isAnnotationPresent(NullMarked.class)) {
      return null;
    }
    return constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
  }
}
