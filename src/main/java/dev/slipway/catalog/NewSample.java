package dev.slipway.catalog;

import dev.slipway.base.Violations;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A sample to be put.
 *
 * @param body text; null where {@code bodyBase64} is given
 * @param bodyBase64 bytes; null where {@code body} is given
 * @param responseSchema left out means that any 2xx will do
 */
record NewSample(
    String contentType,
    @Nullable String body,
    @Nullable String bodyBase64,
    @Nullable JsonNode responseSchema) {

  /** Under the 4 MB of a serverless endpoint, and small enough to be sent hundreds of times. */
  static final int LARGEST_BODY = 64 * 1024;

  static final int LARGEST_SCHEMA = 16 * 1024;
  static final int MOST_SAMPLES = 20;

  private static final Pattern NAME = Pattern.compile("[a-z0-9](-?[a-z0-9]){0,40}");
  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,60}( *;[ -~]{1,60})?");

  NewSample {
    if (responseSchema != null && responseSchema.isNull()) responseSchema = null;
  }

  void check(String name) {
    var violations = new Violations();
    violations.require(
        NAME.matcher(name).matches(),
        "sample",
        "A sample's name has 1 to 41 characters out of a-z, 0-9 and single hyphens inside.");
    violations.require(
        TYPE.matcher(contentType).matches(),
        "/content_type",
        "It is a media type such as application/json.");
    violations.require(
        (body == null) != (bodyBase64 == null),
        "/body",
        "Give the payload once: as text in body, or as bytes in body_base64.");
    if ((body == null) != (bodyBase64 == null)) checkSize(violations);
    if (responseSchema != null) {
      ResponseSchema.check(responseSchema, "/response_schema", violations);
      int length = responseSchema.toString().length();
      violations.require(
          length <= LARGEST_SCHEMA,
          "/response_schema",
          "The schema has %d characters; at most %d are kept.".formatted(length, LARGEST_SCHEMA));
    }
    violations.orInvalid();
  }

  private void checkSize(Violations violations) {
    String pointer = body == null ? "/body_base64" : "/body";
    try {
      int size = bytes().length;
      violations.require(
          size >= 1 && size <= LARGEST_BODY,
          pointer,
          "The payload has %d bytes; a sample has 1 to %d.".formatted(size, LARGEST_BODY));
    } catch (IllegalArgumentException notBase64) {
      violations.require(false, pointer, "It is not Base64.");
    }
  }

  byte[] bytes() {
    return body != null
        ? body.getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(bodyBase64);
  }

  /** Without what is in it. */
  @Override
  public String toString() {
    return "NewSample[" + contentType + "]";
  }
}
