package dev.slipway.catalog;

import dev.slipway.base.Json;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A payload that every version of a model must answer. It may hold private data, so it is shown
 * only to a caller who asks for this one sample. It is in no list, no record and no log.
 *
 * @param responseSchema the schema of the answer; null where any 2xx is right
 */
public record Sample(
    UUID id,
    String model,
    String name,
    String contentType,
    byte[] body,
    @Nullable JsonNode responseSchema,
    String createdBy,
    Instant updatedAt) {

  private static final JsonMapper JSON = new JsonMapper();

  /** An answer beyond it is not read. */
  private static final int LARGEST_ANSWER = 1024 * 1024;

  /**
   * The fault of an answer with 2xx.
   *
   * @return empty when it is as the schema asks; else a sentence without the answer's values
   */
  public Optional<String> fault(byte[] answer) {
    if (responseSchema == null) return Optional.empty();
    if (answer.length > LARGEST_ANSWER) {
      return Optional.of(
          "the answer has " + answer.length + " bytes; at most 1 MB is held to a schema");
    }
    try {
      return ResponseSchema.fault(responseSchema, JSON.readTree(answer));
    } catch (JacksonException | NumberFormatException e) {
      return Optional.of("the answer is not JSON");
    } catch (StackOverflowError tooDeep) {
      return Optional.of("the answer is nested too deeply to be held to the schema");
    }
  }

  /** A hash of what is sent and of what the answer has to be. */
  public String digest() {
    return Json.hash(
            java.util.Arrays.asList(
                contentType, Base64.getEncoder().encodeToString(body), responseSchema))
        .substring(0, 16);
  }

  /** Without what is in it. */
  @Override
  public String toString() {
    return "Sample[" + model + "/" + name + ", " + body.length + " bytes]";
  }
}
