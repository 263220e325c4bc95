package dev.slipway.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the local demo starts with: the article's {@code fraud-detector}, its {@code dev} and {@code
 * prod}. The documents lie in {@code db/demo} and have the shapes of the API's requests.
 */
final class Demo {

  private static final JsonMapper JSON = new JsonMapper();

  private Demo() {}

  /**
   * What lies in the simulator before anything is deployed.
   *
   * @param artifacts put into every bucket with the same bytes
   * @param tags of one and the same image
   */
  record Cloud(
      List<String> buckets,
      List<Artifact> artifacts,
      String repository,
      List<String> tags,
      String topic) {}

  /**
   * A model artifact.
   *
   * @param key its key in each bucket
   * @param content the model file that is packed into it, relative to {@code db/demo}
   */
  record Artifact(String key, String content) {}

  static Cloud cloud() {
    return JSON.readValue(bytes("cloud.json"), Cloud.class);
  }

  /** The body that registers the model. */
  static JsonNode model() {
    return JSON.readTree(bytes("model.json"));
  }

  /** The bodies that register its versions; the first is brought live, the second waits. */
  static List<JsonNode> versions() {
    return JSON.readTree(bytes("versions.json")).valueStream().toList();
  }

  /** One body per environment, in promotion order. */
  static List<JsonNode> environments() {
    return JSON.readTree(bytes("environments.json")).valueStream().toList();
  }

  /** A file of the demo as it lies on the class path. */
  static byte[] bytes(String name) {
    String path = "/db/demo/" + name;
    try (InputStream in = Demo.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("missing on the class path: " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
