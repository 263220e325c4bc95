package dev.slipway.proxy;

import dev.slipway.base.Json;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The answer that SageMaker makes of every error (4xx, 5xx) of a container: a 424, whose body names
 * the container's own status ({@code OriginalStatusCode}).
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html">InvokeEndpoint</a>
 */
final class ModelError {

  static final int STATUS = 424;

  private ModelError() {}

  /** Whether an answer tells of something that is no fault of its caller's. */
  static boolean speaksAgainst(Reply reply) {
    int status = reply.head().statusCode();
    return status >= 500
        || (status == STATUS && !isCallersFault(reply.whole() ? reply.body() : null));
  }

  /**
   * Whether the container found fault with the request. A 408 (no time) or a 429 (too many
   * requests) is the container's own trouble, and so is an error that cannot be read.
   */
  private static boolean isCallersFault(@Nullable Buffer error) {
    int original = error == null ? 0 : original(error);
    return original >= 400 && original < 500 && original != 408 && original != 429;
  }

  private static int original(Buffer error) {
    try {
      return Json.mapper().readTree(error.getBytes()).path("OriginalStatusCode").asInt(0);
    } catch (JacksonException _) {
      return 0;
    }
  }
}
