package dev.slipway.cloud;

import dev.slipway.base.Violations;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What SageMaker allows as a container's environment (CreateModel,
 * ContainerDefinition.Environment): at most 100 entries, names and values of at most 1024
 * characters, 32 KB together.
 */
public final class ContainerVariables {

  private static final int MOST = 100;
  private static final int LONGEST = 1024;
  private static final int MOST_BYTES = 32 * 1024;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private ContainerVariables() {}

  /**
   * Notes what SageMaker would refuse.
   *
   * @param pointer where the map stands in the request
   */
  public static void check(Map<String, String> variables, String pointer, Violations violations) {
    violations.require(
        variables.size() <= MOST,
        pointer,
        "It has %d entries; SageMaker takes at most %d.".formatted(variables.size(), MOST));
    variables.forEach((name, value) -> {
      String entry = Violations.pointer(pointer, name);
      violations.require(
          name.length() <= LONGEST && NAME.matcher(name).matches(),
          entry,
          "The name must begin with a letter or _ and go on with letters, digits or _, at most"
              + " 1024.");
      violations.requireText(value, LONGEST, entry);
    });
    violations.require(
        variables.entrySet().stream()
                .mapToLong(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                .sum()
            <= MOST_BYTES,
        pointer,
        "All names and values together exceed 32 KB; put large values into the artifact.");
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
