package dev.slipway.endpoint;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
 * @param earlierNames the names at the import of those that it has followed, whose callers may go
 *     on likewise; null for none
 * @param before what was on record in whose place it was imported, to be put back if it is never
 *     claimed; null where nothing was, and once it is claimed
 */
public record Adoption(
    String variant,
    @Nullable String scalingPolicy,
    boolean claimed,
    @Nullable String importedAs,
    @Nullable List<String> earlierNames,
    @Nullable Before before) {

  /**
   * An endpoint's record before something was imported in its place.
   *
   * @param adoption null for an endpoint that was made here
   */
  public record Before(String physicalName, Settings overrides, @Nullable Adoption adoption) {}

  /** The adoption of an endpoint that was found, in nothing's place. */
  public static Adoption found(String variant, @Nullable String scalingPolicy) {
    return new Adoption(variant, scalingPolicy, false, null, null, null);
  }

  Adoption whenClaimed() {
    return new Adoption(variant, scalingPolicy, true, importedAs, earlierNames, null);
  }

  /** This adoption with the name at the import, unless a name is on record already. */
  Adoption importedAs(String physicalName) {
    return importedAs == null
        ? new Adoption(variant, scalingPolicy, claimed, physicalName, earlierNames, before)
        : this;
  }

  /** This adoption in the place of an endpoint that serves nothing. */
  Adoption after(Endpoint former) {
    Adoption was = former.adoption();
    List<String> names = was == null ? List.of() : was.names(former.physicalName());
    return new Adoption(
        variant,
        scalingPolicy,
        claimed,
        importedAs,
        names.isEmpty() ? null : names,
        new Before(former.physicalName(), former.overrides(), was));
  }

  private List<String> names(String physicalName) {
    return Stream.concat(
            Stream.of(Objects.requireNonNullElse(importedAs, physicalName)),
            earlierNames == null ? Stream.of() : earlierNames.stream())
        .distinct()
        .toList();
  }
}
