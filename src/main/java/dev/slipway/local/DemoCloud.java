package dev.slipway.local;

import dev.slipway.base.TarGz;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts the demo's artifacts, images and topic into a simulator, where they are not there yet. */
final class DemoCloud {

  private static final String CONFIG_DIGEST =
      "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  private final SimulatorClient simulator;

  DemoCloud(SimulatorClient simulator) {
    this.simulator = simulator;
  }

  /** May be repeated: what is there stays as it is, also when somebody has changed it. */
  void seed() {
    Demo.Cloud cloud = Demo.cloud();
    for (String bucket : cloud.buckets()) {
      simulator.createBucket(bucket);
      for (Demo.Artifact artifact : cloud.artifacts()) {
        if (!simulator.hasObject(bucket, artifact.key())) {
          byte[] model = Demo.bytes(artifact.content());
          simulator.putObject(bucket, artifact.key(), TarGz.of("model.json", model));
        }
      }
    }
    simulator.createRepository(cloud.repository());
    for (String tag : cloud.tags()) {
      simulator.putImage(cloud.repository(), tag, manifest(cloud.repository()));
    }
    simulator.createTopic(cloud.topic());
  }

  /** The smallest manifest (OCI image spec 1.1): an empty configuration and no layers. */
  private static String manifest(String repository) {
    ObjectNode manifest = new JsonMapper().createObjectNode();
    manifest.put("schemaVersion", 2).put("mediaType", "application/vnd.oci.image.manifest.v1+json");
    manifest
        .putObject("config")
        .put("mediaType", "application/vnd.oci.empty.v1+json")
        .put("digest", CONFIG_DIGEST)
        .put("size", 2);
    manifest.putArray("layers");
    manifest.putObject("annotations").put("org.opencontainers.image.title", repository);
    return manifest.toString();
  }
}
