package dev.slipway.simulator.serving;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** What answers for an image. */
public sealed interface Serving {

  /** The model file in the artifact, scored in process. */
  record BuiltIn() implements Serving {}

  /**
   * A program of the user's, one process for each instance. In its arguments {@code {port}} stands
   * for the port to listen on and {@code {model}} for the folder that holds the unpacked artifact;
   * both are in its environment too ({@code SAGEMAKER_BIND_TO_PORT}, {@code SM_MODEL_DIR}), beside
   * what the model sets.
   */
  record Program(List<String> command) implements Serving {
    public Program {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("A program needs a command.");
      }
    }
  }

  /** A server that already runs: {@code <base>/ping} and {@code <base>/invocations}. */
  record Url(URI base) implements Serving {}

  /** What answers for an image: the longest prefix of its name decides. */
  static Serving of(String image, Map<String, Serving> byPrefix) {
    String best = "";
    Serving found = new BuiltIn();
    for (Map.Entry<String, Serving> one : byPrefix.entrySet()) {
      if (image.startsWith(one.getKey()) && one.getKey().length() >= best.length()) {
        best = one.getKey();
        found = one.getValue();
      }
    }
    return found;
  }

  /**
   * Reads {@code process:COMMAND ARGUMENT…} or {@code url:http://…}.
   *
   * @throws IllegalArgumentException with a sentence, when it is neither
   */
  static Serving parse(String text) {
    if (text.startsWith("process:")) {
      return new Program(List.of(text.substring("process:".length()).strip().split("\\s+")));
    }
    if (text.startsWith("url:http://") || text.startsWith("url:https://")) {
      return new Url(URI.create(text.substring("url:".length())));
    }
    throw new IllegalArgumentException(
        "An image is served by process:COMMAND or url:http://HOST:PORT, not by " + text + ".");
  }
}
