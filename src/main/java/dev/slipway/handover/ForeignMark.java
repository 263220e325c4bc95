package dev.slipway.handover;

import dev.slipway.cloud.Inventory.Part;
import dev.slipway.endpoint.Marks;
import org.jspecify.annotations.Nullable;

/**
 * Whose mark on what AWS has keeps it from being imported.
 *
 * @param former the name of an import of the same SageMaker endpoint that was forgotten: a claim of
 *     it that was called off may have left its mark, which is nobody else's; null for none
 */
record ForeignMark(@Nullable String former) {

  /** The other endpoint that a part belongs to; null for none. */
  @Nullable String on(Part part) {
    String owner = part.tags().get(Marks.ENDPOINT);
    return owner == null || owner.equals(former) ? null : owner;
  }
}
