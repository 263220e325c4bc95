package dev.slipway.catalog;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.slipway.base.Violations;
import dev.slipway.cloud.ContainerVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version to be registered; its limits are those of SageMaker's CreateModel.
 *
 * @param containerEnvironment left out means none
 * @param description what is new in it; left out means empty
 * @param containerHostname the container's name; only in a pipeline
 * @param furtherContainers those that a request passes after this one; left out means none
 */
public record NewVersion(
    String name,
    String image,
    String artifact,
    @JsonSetter(contentNulls = Nulls.FAIL) @Nullable Map<String, String> containerEnvironment,
    @Nullable String description,
    @Nullable String containerHostname,
    @JsonSetter(contentNulls = Nulls.FAIL) @Nullable List<PipelineContainer> furtherContainers) {

  /** A version of one container. */
  public NewVersion(
      String name,
      String image,
      String artifact,
      @Nullable Map<String, String> containerEnvironment,
      @Nullable String description) {
    this(name, image, artifact, containerEnvironment, description, null, null);
  }

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,40}");

  void check() {
    var violations = new Violations();
    requireName(name, "/name", violations);
    requireContent(violations);
    violations.orInvalid();
  }

  /** Notes a name that no version can have, which stands at a pointer of the request. */
  public static void requireName(String name, String pointer, Violations violations) {
    violations.require(
        NAME.matcher(name).matches(),
        pointer,
        "A version's name has 1 to 41 characters out of letters, digits and . _ -, and begins with"
            + " a letter or a digit.");
  }

  /** Notes all fields that are outside the limits, except the name. */
  public void requireContent(Violations violations) {
    ContainerLimits.image(image, "/image", violations);
    ContainerLimits.artifact(artifact, "/artifact", violations);
    ContainerLimits.further(containerHostname, further(), violations);
    ContainerVariables.check(variables(), "/container_environment", violations);
    violations.requireText(
        description == null ? "" : description, NewModel.LONGEST_DESCRIPTION, "/description");
  }

  /**
   * The fields that would make something else run than a registered version does, such as {@code
   * artifact}.
   */
  public List<String> differences(ModelVersion there) {
    List<String> fields = new ArrayList<>();
    if (!there.image().equals(image)) fields.add("image");
    if (!there.artifact().equals(artifact)) fields.add("artifact");
    if (!there.containerEnvironment().equals(variables())) fields.add("container_environment");
    if (!Objects.equals(there.containerHostname(), containerHostname)) {
      fields.add("container_hostname");
    }
    if (!there.further().equals(further())) fields.add("further_containers");
    return fields;
  }

  Map<String, String> variables() {
    return containerEnvironment == null ? Map.of() : containerEnvironment;
  }

  List<PipelineContainer> further() {
    return furtherContainers == null ? List.of() : furtherContainers;
  }
}
