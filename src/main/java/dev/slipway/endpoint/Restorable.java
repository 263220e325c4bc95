package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import dev.slipway.cloud.Artifacts.Artifact;
import dev.slipway.cloud.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether a release can serve again. Its model and its configuration are made anew when they
 * are gone. The artifact and the image are not Slipway's, so they must still be there and be the
 * same.
 */
final class Restorable {

  private Restorable() {}

  /**
   * Looks.
   *
   * @throws Refused {@code not-restorable}, with everything that is missing
   */
  static void check(Release release, Cloud cloud) {
    List<String> missing = missing(release.spec(), cloud);
    if (missing.isEmpty()) return;
    String sentence =
        "Release "
            + release.number()
            + " cannot serve again: "
            + String.join(" ", missing)
            + " Restore it, or roll back to another release.";
    throw new Refused("not-restorable", sentence, List.of(new Violation("/release", sentence)));
  }

  private static List<String> missing(ReleaseSpec spec, Cloud cloud) {
    List<String> missing = new ArrayList<>();
    for (ReleasedContainer container : spec.containers()) {
      String url = container.modelDataUrl();
      if (url != null) artifact(url, container, cloud).ifPresent(missing::add);
      if (!cloud.images().exists(container.imageReference())) {
        missing.add(
            "the image " + container.imageReference() + " is not in its registry any more.");
      }
    }
    return missing;
  }

  private static Optional<String> artifact(String url, ReleasedContainer container, Cloud cloud) {
    Optional<Artifact> live = cloud.artifacts().find(url);
    if (live.isEmpty()) return Optional.of("the artifact " + url + " does not exist any more.");
    return container.changed(live.get())
        ? Optional.of("the artifact " + url + " was overwritten since.")
        : Optional.empty();
  }
}
