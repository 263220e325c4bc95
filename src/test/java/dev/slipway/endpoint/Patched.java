package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.web.MergePatch;
import java.util.Objects;

/** Records with some of their members changed, so that a test shows only what matters to it. */
public final class Patched {

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
            Json.mapper()
                .treeToValue(
                    MergePatch.apply(
                        Json.mapper().valueToTree(value),
                        Json.mapper().readTree(patch.replace('\'', '"'))),
                    value.getClass()));
  }
}
