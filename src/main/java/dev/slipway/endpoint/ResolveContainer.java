package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.catalog.VersionBits.Bits;
import dev.slipway.cloud.Artifacts.Artifact;
import dev.slipway.cloud.Artifacts.Copy;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Fingerprint;
import dev.slipway.environment.Profile;
import dev.slipway.environment.Resolution;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a version's container to what it is called in an environment: with the digest and the bytes
 * that were fixed when the version was first promoted, or, that being now, with those that are
 * found.
 */
record ResolveContainer(Profile profile, String environment, String model, Cloud cloud) {

  /** An artifact's mapping is asked for even where there is none, so it needs a name. */
  private static final String NO_ARTIFACT = "s3://none/none.tar.gz";

  /**
   * What a version says of a container.
   *
   * @param fixed what its names stood for at first; unknown where that is now
   * @param carriedFrom the artifact where the version serves already; null to begin where it was
   *     registered
   */
  record Wanted(
      @Nullable String hostname,
      String image,
      @Nullable String artifact,
      Map<String, String> variables,
      Bits fixed,
      @Nullable String carriedFrom) {}

  /**
   * A container as the environment has it.
   *
   * @param found what its names stand for
   * @param copy what must be copied for it; null for nothing
   */
  record Resolved(ReleasedContainer container, Bits found, @Nullable Copy copy) {}

  Resolved resolve(Wanted wanted) {
    Resolution resolved =
        Resolution.of(
            profile,
            environment,
            wanted.image(),
            wanted.artifact() == null ? NO_ARTIFACT : wanted.artifact(),
            "/version");
    String digest = digest(resolved.image(), wanted.fixed().imageDigest());
    Placed placed = placed(wanted, resolved);
    ReleasedContainer container =
        new ReleasedContainer(
            wanted.hostname(),
            resolved.image(),
            digest,
            placed.url(),
            placed.eTag(),
            placed.kept(),
            wanted.variables());
    Bits found =
        new Bits(
            wanted.fixed().container(),
            // A tag of the environment's own says nothing of the version's image.
            profile.imageTag() == null ? digest : null,
            placed.fingerprint(),
            placed.address());
    return new Resolved(container, found, placed.copy());
  }

  private @Nullable String digest(String image, @Nullable String fixed) {
    if (fixed == null || profile.imageTag() != null) {
      return AskAws.now(() -> cloud.images().digest(image)).orElse(null);
    }
    String same = ReleasedContainer.byDigest(image, fixed);
    if (AskAws.now(() -> cloud.images().exists(same))) return fixed;
    throw Refused.field(
        "image-missing",
        "/version",
        "The version was first promoted with the image %s, which is not in the registry that %s uses. Copy that image there by its digest (%s); another one under the same tag would not be what was tested."
            .formatted(fixed, environment, same));
  }

  /**
   * Where an artifact is, or will be.
   *
   * @param kept what a copy of it is known by; null where the entity tag does
   */
  private record Placed(
      @Nullable String url,
      @Nullable String eTag,
      @Nullable Fingerprint kept,
      @Nullable Fingerprint fingerprint,
      @Nullable String address,
      @Nullable Copy copy) {

    static final Placed NOWHERE = new Placed(null, null, null, null, null, null);
  }

  private Placed placed(Wanted wanted, Resolution resolved) {
    String registered = wanted.artifact();
    if (registered == null) return Placed.NOWHERE;
    String store = profile.artifactStore();
    if (store == null) {
      Artifact found = found(resolved.artifact(), wanted.fixed());
      return new Placed(
          resolved.artifact(),
          found.eTag(),
          null,
          found.fingerprint(),
          address(wanted.fixed(), found),
          null);
    }
    String source = wanted.carriedFrom() == null ? registered : wanted.carriedFrom();
    Artifact found = found(source, wanted.fixed());
    String address = address(wanted.fixed(), found);
    String file = registered.substring(registered.lastIndexOf('/') + 1);
    String target = store + model + "/" + address + "/" + file;
    Fingerprint fingerprint =
        Objects.requireNonNullElse(wanted.fixed().artifact(), found.fingerprint());
    Copy copy = new Copy(source, found.eTag(), found.fingerprint(), target);
    return new Placed(target, null, fingerprint, fingerprint, address, there(copy) ? null : copy);
  }

  private static String address(Bits fixed, Artifact found) {
    String known = fixed.address();
    return known == null ? found.fingerprint().address(found.eTag()) : known;
  }

  /** Whether the copy was made before. One that is there with other bytes is never overwritten. */
  private boolean there(Copy copy) {
    Optional<Artifact> found = AskAws.now(() -> cloud.artifacts().find(copy.target()));
    if (found.isPresent() && found.get().fingerprint().contradicts(copy.fingerprint())) {
      throw notTheSame(copy.target());
    }
    return found.isPresent();
  }

  private Artifact found(String url, Bits fixed) {
    Artifact found =
        AskAws.now(() -> cloud.artifacts().find(url))
            .orElseThrow(() ->
                Refused.field(
                    "artifact-missing",
                    "/version",
                    "The artifact "
                        + url
                        + " does not exist, or Slipway may not see it there. Copy it there, or mend"
                        + " the artifact mappings of "
                        + environment
                        + "."));
    Fingerprint first = fixed.artifact();
    if (first != null && found.fingerprint().contradicts(first)) throw notTheSame(url);
    return found;
  }

  private static Refused notTheSame(String url) {
    return Refused.field(
        "artifact-not-the-same",
        "/version",
        "The artifact "
            + url
            + " is not the one that the version was first promoted with: its size or checksum is"
            + " another. Restore it, or register the new content as a version of its own.");
  }
}
