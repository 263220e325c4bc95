package dev.slipway.catalog;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container that a request passes after the first one of its version (an inference pipeline).
 *
 * @param hostname its name, unique within the version
 * @param artifact {@code s3://<bucket>/<key>.tar.gz}; left out where the image needs none
 * @param containerEnvironment left out means none; may hold secrets
 */
public record PipelineContainer(
    String hostname,
    String image,
    @Nullable String artifact,
    @JsonSetter(contentNulls = Nulls.FAIL) @Nullable Map<String, String> containerEnvironment) {

  /** Its environment; empty for none. */
  public Map<String, String> variables() {
    return containerEnvironment == null ? Map.of() : containerEnvironment;
  }
}
