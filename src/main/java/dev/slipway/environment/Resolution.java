package dev.slipway.environment;

import dev.slipway.base.Failure;
import dev.slipway.base.Violations;
import dev.slipway.environment.Profile.Mapping;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a version's image and artifact are called in an environment.
 *
 * @param image with this environment's registry, repository and tag
 * @param artifact with this environment's bucket
 */
public record Resolution(String image, String artifact) {

  private static final int LONGEST_IMAGE = 255;
  private static final int LONGEST_ARTIFACT = 1024;
  private static final Pattern DIGEST = Pattern.compile("@sha256:[0-9a-f]{64}$");

  /**
   * Applies a profile's mappings. The longest {@code from} that fits wins; an image's {@code from}
   * fits only up to the end of a name or tag, so {@code …/serving} leaves {@code …/serving-v2}
   * alone.
   *
   * @param environment for the sentence of a refusal
   * @param pointer which field of the request names the version
   * @throws Failure.Refused {@code unusable-mapping} where a mapping leads to nothing that
   *     SageMaker takes
   */
  public static Resolution of(
      Profile profile, String environment, String image, String artifact, String pointer) {
    String mappedImage = map(image, profile.imageMappings(), true);
    if (profile.imageTag() != null) {
      mappedImage = name(mappedImage) + ":" + profile.imageTag();
    }
    String mappedArtifact = map(artifact, profile.artifactMappings(), false);
    new Violations()
        .require(
            mappedImage.length() <= LONGEST_IMAGE,
            pointer,
            "In %s the image would be %s, longer than SageMaker's 255 characters; change the"
                    .formatted(environment, mappedImage)
                + " environment's image_mappings.")
        .require(
            mappedArtifact.length() <= LONGEST_ARTIFACT && mappedArtifact.endsWith(".tar.gz"),
            pointer,
            "In %s the artifact would be %s, and SageMaker takes one .tar.gz of at most 1024"
                    .formatted(environment, mappedArtifact)
                + " characters; change the environment's artifact_mappings.")
        .orRefused("unusable-mapping");
    return new Resolution(mappedImage, mappedArtifact);
  }

  /**
   * Why an environment that pins images does not take one, and what to register instead: it has the
   * tag {@code latest} or none. Empty when it is named by a digest or another tag.
   */
  public static Optional<String> unpinned(String environment, String image) {
    return moving(environment, image)
        .map(why ->
            "%s Register a version whose image has a version tag or a digest, such as %s:v2.1.0, or map it in the environment's image_mappings."
                .formatted(why, name(image)));
  }

  /** Why alone, for an image that runs already. */
  public static Optional<String> moving(String environment, String image) {
    boolean pinned =
        DIGEST.matcher(image).find() || tag(image).filter(it -> !it.equals("latest")).isPresent();
    if (pinned) return Optional.empty();
    String which =
        tag(image).isPresent()
            ? "has the tag latest, which moves"
            : "has no tag, so latest is meant";
    return Optional.of("%s pins images, and %s %s.".formatted(environment, image, which));
  }

  private static String map(String value, List<Mapping> mappings, boolean wholeNames) {
    return mappings.stream()
        .filter(mapping -> value.startsWith(mapping.from()))
        .filter(mapping -> !wholeNames || endsAName(value, mapping.from().length()))
        .max(Comparator.comparingInt(mapping -> mapping.from().length()))
        .map(mapping -> mapping.to() + value.substring(mapping.from().length()))
        .orElse(value);
  }

  private static boolean endsAName(String image, int at) {
    return at == image.length()
        || isSeparator(image.charAt(at))
        || at > 0 && isSeparator(image.charAt(at - 1));
  }

  private static boolean isSeparator(char c) {
    return c == '/' || c == ':' || c == '@';
  }

  private static String name(String image) {
    String undigested = withoutDigest(image);
    return tag(image)
        .map(tag -> undigested.substring(0, undigested.length() - tag.length() - 1))
        .orElse(undigested);
  }

  /** A colon before the last slash belongs to the registry's port. */
  private static Optional<String> tag(String image) {
    String undigested = withoutDigest(image);
    int colon = undigested.lastIndexOf(':');
    return colon > undigested.lastIndexOf('/')
        ? Optional.of(undigested.substring(colon + 1))
        : Optional.empty();
  }

  private static String withoutDigest(String image) {
    int at = image.indexOf('@');
    return at < 0 ? image : image.substring(0, at);
  }
}
