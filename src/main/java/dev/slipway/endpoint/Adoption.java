package dev.slipway.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * What is special about an endpoint that was made elsewhere.
 *
 * @param variant its one variant's name, which SageMaker's guardrails hold to for ever
 * @param scalingPolicy its target tracking policy's name; null for Slipway's own
 * @param claimed it carries Slipway's mark and is on record as Slipway's; before that it is only
 *     looked at
 * @param importedAs the SageMaker endpoint's name when it was imported, by which its callers may go
 *     on calling it; null on record for the one that it has
 */
public record Adoption(
    String variant, @Nullable String scalingPolicy, boolean claimed, @Nullable String importedAs) {

  Adoption whenClaimed() {
    return new Adoption(variant, scalingPolicy, true, importedAs);
  }

  /** The same, unless the name is on record already. */
  Adoption importedAs(String physicalName) {
    return importedAs == null ? new Adoption(variant, scalingPolicy, claimed, physicalName) : this;
  }
}
