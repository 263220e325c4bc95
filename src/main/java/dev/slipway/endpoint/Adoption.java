package dev.slipway.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * What is special about an endpoint that was made elsewhere.
 *
 * @param variant its one variant's name; SageMaker's guardrails demand that it never changes
 * @param scalingPolicy its target tracking policy's name; null for Slipway's own
 * @param claimed whether it carries Slipway's mark and is on record as Slipway's; before that it is
 *     only looked at
 * @param importedAs the SageMaker endpoint's name when it was imported, under which callers may go
 *     on calling it; null on record where it still has that name
 */
public record Adoption(
    String variant, @Nullable String scalingPolicy, boolean claimed, @Nullable String importedAs) {

  Adoption whenClaimed() {
    return new Adoption(variant, scalingPolicy, true, importedAs);
  }

  /** This adoption with the name at the import, unless a name is on record already. */
  Adoption importedAs(String physicalName) {
    return importedAs == null ? new Adoption(variant, scalingPolicy, claimed, physicalName) : this;
  }
}
