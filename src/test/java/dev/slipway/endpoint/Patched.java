package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.base.MergePatch;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records with some of their members changed, so that a test shows only what matters to it. */
public final class Patched {

  /** A member that there is none of is a mistake in the test. */
  private static final JsonMapper STRICT =
      Json.mapper().rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Patched() {}

  /**
   * The value with a JSON merge patch applied.
   *
   * @param patch with {@code '} for {@code "}
   */
  @SuppressWarnings("unchecked")
  public static <T extends Record> T with(T value, String patch) {
    return (T)
        Objects.requireNonNull(
            STRICT.treeToValue(
                MergePatch.apply(
                    STRICT.valueToTree(value), STRICT.readTree(patch.replace('\'', '"'))),
                value.getClass()));
  }
}
