package dev.slipway.handover;

import dev.slipway.cloud.Inventory.Part;
import dev.slipway.endpoint.Marks;
import org.jspecify.annotations.Nullable;

/**
 * Finds marks of other endpoints of Slipway, which keep a resource from being imported.
 *
 * @param former the name of the endpoint that had the same SageMaker endpoint and serves nothing on
 *     record any more; null for none. A claim of it that was called off may have left its mark, and
 *     that mark does not count
 */
record ForeignMark(@Nullable String former) {

  /** The other endpoint that a part belongs to; null for none. */
  @Nullable String on(Part part) {
    String owner = part.tags().get(Marks.ENDPOINT);
    return owner == null || owner.equals(former) ? null : owner;
  }
}
