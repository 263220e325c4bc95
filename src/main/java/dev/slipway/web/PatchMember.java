package dev.slipway.web;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.exc.InvalidNullException;

/**
 * A member of a merge patch (RFC 7396), for {@code @JsonDeserialize(using = …)}: where it is left
 * out, the record has null, and what is there stays; JSON's null means something else.
 */
public abstract sealed class PatchMember extends ValueDeserializer<Object> {

  private PatchMember() {}

  /** Null takes away what is there: it is the empty text or list. */
  public static final class Cleared extends PatchMember {

    private final @Nullable ValueDeserializer<Object> value;

    Cleared() {
      this(null);
    }

    private Cleared(@Nullable ValueDeserializer<Object> value) {
      this.value = value;
    }

    @Override
    public ValueDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty member) {
      return new Cleared(context.findContextualValueDeserializer(member.getType(), member));
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws JacksonException {
      return of(value).deserialize(parser, context);
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
      return of(value).getEmptyValue(context);
    }
  }

  /** Nothing can be meant by null. */
  public static final class Kept extends PatchMember {

    private final @Nullable ValueDeserializer<Object> value;
    private final @Nullable BeanProperty member;

    Kept() {
      this(null, null);
    }

    private Kept(@Nullable ValueDeserializer<Object> value, @Nullable BeanProperty member) {
      this.value = value;
      this.member = member;
    }

    @Override
    public ValueDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty member) {
      return new Kept(context.findContextualValueDeserializer(member.getType(), member), member);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws JacksonException {
      return of(value).deserialize(parser, context);
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
      BeanProperty at = of(member);
      throw InvalidNullException.from(context, at.getFullName(), at.getType());
    }
  }

  @Override
  public @Nullable Object getAbsentValue(DeserializationContext context) {
    return null;
  }

  private static <T> T of(@Nullable T part) {
    if (part == null) throw new IllegalStateException("asked before its member was known");
    return part;
  }
}
