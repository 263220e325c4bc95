package dev.slipway.base;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How documents are stored: snake_case, no nulls, keys sorted, so that equal values are equal text.
 * A stored document is a format: a later release of Slipway must read what an earlier one wrote,
 * hence unknown members are passed over here (the API refuses them).
 */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** The mapper that all of these use. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** A value as its document. */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** A document as a value. */
  public static <T> T read(String document, Class<T> type) {
    return MAPPER.readValue(document, type);
  }

  /** SHA-256 over the document of a value, as lower-case hexadecimal digits. */
  public static String hash(Object value) {
    return Sha256.hex(write(value));
  }
}
