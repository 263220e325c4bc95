package dev.slipway.environment;

import dev.slipway.base.Violations;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An environment to be created.
 *
 * @param preset where the figures come from that the profile leaves out; {@code guarded} unless
 *     said
 * @param profile a {@link Profile} in JSON; what a preset gives may be left out
 */
public record NewEnvironment(String name, @Nullable String preset, JsonNode profile) {

  /** So that {@code <environment>-<model>} fits into SageMaker's 63 characters. */
  private static final int LONGEST_NAME = 21;

  private static final Pattern NAME = Pattern.compile("[a-z0-9](-?[a-z0-9])*");

  void check() {
    new Violations()
        .require(
            name.length() <= LONGEST_NAME && NAME.matcher(name).matches(),
            "/name",
            "An environment's name has 1 to 21 characters out of a-z, 0-9 and single hyphens"
                + " between them.")
        .require(
            profile.isObject(),
            "/profile",
            "The profile must be an object with at least location, execution_role and hosting.")
        .orInvalid();
  }
}
