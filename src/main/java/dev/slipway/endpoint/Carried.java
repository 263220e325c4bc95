package dev.slipway.endpoint;

import dev.slipway.catalog.VersionBits.Bits;
import dev.slipway.cloud.Artifacts.Copy;
import java.util.List;

/**
 * What a release takes along from the environment where its version was before.
 *
 * @param bits what was found, to be fixed with the version's first promotion
 * @param copies what must be copied before the release can be deployed
 */
public record Carried(List<Bits> bits, List<Copy> copies) {

  /** Nothing. */
  public static final Carried NOTHING = new Carried(List.of(), List.of());
}
