package dev.slipway.web;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/**
 * Text in a request, as far as it can be kept: Postgres stores neither U+0000 nor half of a
 * surrogate pair. Whoever reads a body need not think of it.
 */
public final class StorableText extends StringDeserializer {

  /** What is said of any other text. */
  public static final String REFUSAL =
      "The text holds U+0000 or half of a surrogate pair, which cannot be stored; leave it out.";

  StorableText() {}

  /** Whether a text can be kept. */
  public static boolean holds(String text) {
    return text.codePoints().allMatch(c -> c != 0 && Character.getType(c) != Character.SURROGATE);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context)
      throws JacksonException {
    String text = super.deserialize(parser, context);
    return holds(text)
        ? text
        : (String) context.handleWeirdStringValue(String.class, text, REFUSAL);
  }
}
