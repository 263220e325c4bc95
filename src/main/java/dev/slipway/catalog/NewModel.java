package dev.slipway.catalog;

import dev.slipway.base.Violations;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model to be created.
 *
 * @param description what it is for; left out means empty
 */
public record NewModel(String name, @Nullable String description) {

  static final int LONGEST_DESCRIPTION = 2000;

  /** So that {@code <environment>-<model>} fits into SageMaker's 63 characters. */
  private static final int LONGEST_NAME = 41;

  private static final Pattern NAME = Pattern.compile("[a-z0-9](-?[a-z0-9])*");

  void check() {
    var violations = new Violations();
    requireName(name, "/name", violations);
    violations.requireText(
        description == null ? "" : description, LONGEST_DESCRIPTION, "/description");
    violations.orInvalid();
  }

  /** Notes a name that no model can have, which stands at a pointer of the request. */
  public static void requireName(String name, String pointer, Violations violations) {
    violations.require(
        name.length() <= LONGEST_NAME && NAME.matcher(name).matches(),
        pointer,
        "A model's name has 1 to 41 characters out of a-z, 0-9 and single hyphens between them.");
  }
}
