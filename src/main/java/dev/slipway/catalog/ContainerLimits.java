package dev.slipway.catalog;

import dev.slipway.base.Violations;
import dev.slipway.cloud.ContainerVariables;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What SageMaker takes as the containers of a model (CreateModel, ContainerDefinition). */
final class ContainerLimits {

  private static final int LONGEST_IMAGE = 255;
  private static final int LONGEST_ARTIFACT = 1024;

  /** CreateModel takes 15; the first stands for itself. */
  private static final int MOST_FURTHER = 14;

  private static final Pattern IMAGE = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern HOSTNAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
  private static final Pattern ARTIFACT =
      Pattern.compile(
          "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^\\p{Cc}\\p{Cs}]*[^/\\p{Cc}\\p{Cs}]\\.tar\\.gz");

  private ContainerLimits() {}

  static void image(String image, String at, Violations found) {
    found.require(
        image.length() <= LONGEST_IMAGE && IMAGE.matcher(image).matches(),
        at,
        "SageMaker takes an image of 1 to 255 characters without spaces, such as"
            + " 123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0.");
  }

  static void artifact(String artifact, String at, Violations found) {
    found.require(
        artifact.length() <= LONGEST_ARTIFACT && ARTIFACT.matcher(artifact).matches(),
        at,
        "The artifact must be one gzipped tar file in S3, s3://<bucket>/<key>.tar.gz, of at most"
            + " 1024 characters.");
  }

  /** The containers after the first, whose own name is {@code first}. */
  static void further(@Nullable String first, List<PipelineContainer> further, Violations found) {
    hostname(first, "/container_hostname", found);
    found.require(
        first == null || !further.isEmpty(),
        "/container_hostname",
        "A container that is alone needs no name: leave it out, or add further_containers.");
    found.require(
        further.isEmpty() || first != null,
        "/container_hostname",
        "In a pipeline every container has a name, the first too.");
    found.require(
        further.size() <= MOST_FURTHER,
        "/further_containers",
        "SageMaker takes at most 15 containers in a model, the first among them.");
    Set<String> names = new HashSet<>();
    if (first != null) names.add(first);
    for (int i = 0; i < further.size(); i++) {
      PipelineContainer container = further.get(i);
      String at = "/further_containers/" + i;
      hostname(container.hostname(), at + "/hostname", found);
      found.require(
          names.add(container.hostname()),
          at + "/hostname",
          "Another container has this name already.");
      image(container.image(), at + "/image", found);
      String artifact = container.artifact();
      if (artifact != null) artifact(artifact, at + "/artifact", found);
      ContainerVariables.check(container.variables(), at + "/container_environment", found);
    }
  }

  private static void hostname(@Nullable String hostname, String at, Violations found) {
    found.require(
        hostname == null || HOSTNAME.matcher(hostname).matches(),
        at,
        "A container's name has 1 to 63 letters, digits and hyphens, and begins and ends with a"
            + " letter or a digit.");
  }
}
