package dev.slipway.catalog;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.slipway.base.Violations;
import dev.slipway.cloud.ContainerVariables;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version to be registered; its limits are those of SageMaker's CreateModel.
 *
 * @param containerEnvironment left out means none
 * @param description what is new in it; left out means empty
 */
public record NewVersion(
    String name,
    String image,
    String artifact,
    @JsonSetter(contentNulls = Nulls.FAIL) @Nullable Map<String, String> containerEnvironment,
    @Nullable String description) {

  private static final int LONGEST_IMAGE = 255;
  private static final int LONGEST_ARTIFACT = 1024;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,40}");
  private static final Pattern IMAGE = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern ARTIFACT =
      Pattern.compile(
          "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^\\p{Cc}\\p{Cs}]*[^/\\p{Cc}\\p{Cs}]\\.tar\\.gz");

  void check() {
    var violations = new Violations();
    violations.require(
        NAME.matcher(name).matches(),
        "/name",
        "A version's name has 1 to 41 characters out of letters, digits and . _ -, and begins with"
            + " a letter or a digit.");
    violations.require(
        image.length() <= LONGEST_IMAGE && IMAGE.matcher(image).matches(),
        "/image",
        "SageMaker takes an image of 1 to 255 characters without spaces, such as"
            + " 123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0.");
    violations.require(
        artifact.length() <= LONGEST_ARTIFACT && ARTIFACT.matcher(artifact).matches(),
        "/artifact",
        "The artifact must be one gzipped tar file in S3, s3://<bucket>/<key>.tar.gz, of at most"
            + " 1024 characters.");
    ContainerVariables.check(variables(), "/container_environment", violations);
    violations.requireText(
        description == null ? "" : description, NewModel.LONGEST_DESCRIPTION, "/description");
    violations.orInvalid();
  }

  Map<String, String> variables() {
    return containerEnvironment == null ? Map.of() : containerEnvironment;
  }
}
