package dev.slipway.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * How Slipway reads and writes JSON: snake case, absent rather than null, times by RFC 3339, and
 * nothing in a request passed over in silence.
 */
@Configuration(proxyBeanMethods = false)
public class JsonSettings {

  JsonSettings() {}

  @Bean
  JsonMapperBuilderCustomizer slipwayJson() {
    return JsonSettings::apply;
  }

  /** A mapper with these settings, for code that runs without Spring. */
  public static JsonMapper mapper() {
    JsonMapper.Builder builder = JsonMapper.builder();
    apply(builder);
    return builder.build();
  }

  private static void apply(JsonMapper.Builder builder) {
    builder
        .annotationIntrospector(new RequiredComponents())
        .addModule(
            new SimpleModule("storable-text").addDeserializer(String.class, new StorableText()))
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
    for (LogicalType scalar :
        List.of(LogicalType.Integer, LogicalType.Float, LogicalType.Boolean)) {
      // Not even a blank text is a number, or nothing.
      builder.withCoercionConfig(
          scalar,
          it ->
              it.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                  .setAcceptBlankAsEmpty(false));
    }
  }
}
