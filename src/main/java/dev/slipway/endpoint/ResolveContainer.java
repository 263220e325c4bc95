package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Artifacts.Artifact;
import dev.slipway.cloud.Cloud;
import dev.slipway.environment.Profile;
import dev.slipway.environment.Resolution;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a version's container to what it is called in an environment, with digest and entity tag.
 */
record ResolveContainer(Profile profile, String environment, Cloud cloud) {

  /** An artifact's mapping is asked for even where there is none, so it needs a name. */
  private static final String NO_ARTIFACT = "s3://none/none.tar.gz";

  ReleasedContainer resolve(
      @Nullable String hostname,
      String image,
      @Nullable String artifact,
      Map<String, String> variables) {
    Resolution resolved =
        Resolution.of(
            profile, environment, image, artifact == null ? NO_ARTIFACT : artifact, "/version");
    Artifact found = artifact == null ? null : find(resolved.artifact());
    return new ReleasedContainer(
        hostname,
        resolved.image(),
        Planning.asking(() -> cloud.images().digest(resolved.image())).orElse(null),
        found == null ? null : resolved.artifact(),
        found == null ? null : found.eTag(),
        variables);
  }

  private Artifact find(String artifact) {
    return Planning.asking(() -> cloud.artifacts().find(artifact))
        .orElseThrow(() ->
            Refused.field(
                "artifact-missing",
                "/version",
                "The artifact "
                    + artifact
                    + " does not exist. Copy it there, or mend the artifact mappings of "
                    + environment
                    + "."));
  }
}
