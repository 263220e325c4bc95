package dev.slipway.cli;

import dev.slipway.base.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the service answered to a request that it did.
 *
 * @param etag the entity tag for If-Match; null where there is none
 * @param replayed whether it is the first answer to this idempotency key again
 */
record Answer(int status, @Nullable String etag, boolean replayed, JsonNode body) {

  <T> T as(Class<T> type) {
    return Json.mapper().treeToValue(body, type);
  }
}
