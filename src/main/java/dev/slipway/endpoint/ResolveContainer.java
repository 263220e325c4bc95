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
 * Resolves a version's container for an environment: finds its image and artifact there. Their
 * digest and bytes were fixed when the version was first promoted. If that is now, those that are
 * found are fixed.
 *
 * @param inPlace whether artifacts stay where they are, though the environment has a store
 */
record ResolveContainer(
    Profile profile, String environment, String model, Cloud cloud, boolean inPlace) {

  /**
   * Stands in for an artifact where a container has none, since the mapping is asked for in any
   * case.
   */
  private static final String NO_ARTIFACT = "s3://none/none.tar.gz";

  /**
   * A container as its version describes it.
   *
   * @param fixed the digest and bytes that were fixed at the first promotion; unknown if that is
   *     now
   * @param carriedFrom the artifact in the environment where the version serves already; null to
   *     take the registered one
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
   * @param found the digest and bytes for which its names stand
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
            // A tag that the environment itself sets says nothing about the version's image.
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
   * The place where an artifact is, or will be.
   *
   * @param kept the fingerprint of a copy; null where the entity tag identifies the artifact
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
      String there = resolved.artifact();
      return asFound(there, found(there, wanted.fixed()), wanted.fixed());
    }
    String source = wanted.carriedFrom() == null ? registered : wanted.carriedFrom();
    Artifact found = found(source, wanted.fixed());
    String address = address(wanted.fixed(), found);
    String file = registered.substring(registered.lastIndexOf('/') + 1);
    String target = store + model + "/" + address + "/" + file;
    if (inPlace && !source.equals(target)) return asFound(source, found, wanted.fixed());
    Fingerprint fingerprint =
        Objects.requireNonNullElse(wanted.fixed().artifact(), found.fingerprint());
    Copy copy = new Copy(source, found.eTag(), found.fingerprint(), target);
    return new Placed(target, null, fingerprint, fingerprint, address, there(copy) ? null : copy);
  }

  private static Placed asFound(String there, Artifact found, Bits fixed) {
    return new Placed(there, found.eTag(), null, found.fingerprint(), address(fixed, found), null);
  }

  private static String address(Bits fixed, Artifact found) {
    String known = fixed.address();
    return known == null ? found.fingerprint().address(found.eTag()) : known;
  }

  /**
   * Whether the copy was made before. A copy that is there with other bytes is never overwritten.
   */
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
