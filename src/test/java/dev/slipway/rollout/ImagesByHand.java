package dev.slipway.rollout;

import software.amazon.awssdk.services.ecr.EcrClient;

/** The serving images as somebody pushes them, all under the tag that versions name. */
record ImagesByHand(EcrClient client) {

  private static final String TAG = "v2.1.0";

  /** A repository with an image. */
  void put(String repository) {
    client.createRepository(request -> request.repositoryName(repository));
    push(repository, "{\"schemaVersion\": 2, \"layers\": []}");
  }

  /** Another image under the same tag. */
  void moveTag(String repository) {
    push(repository, "{\"schemaVersion\": 2, \"layers\": [], \"moved\": true}");
  }

  /** A repository whose image has the tag latest; the image's name. */
  String putLatest(String repository) {
    String uri =
        client
            .createRepository(request -> request.repositoryName(repository))
            .repository()
            .repositoryUri();
    push(repository, "latest", "{\"schemaVersion\": 2, \"layers\": []}");
    return uri + ":latest";
  }

  private void push(String repository, String manifest) {
    push(repository, TAG, manifest);
  }

  private void push(String repository, String tag, String manifest) {
    client.putImage(
        request -> request.repositoryName(repository).imageTag(tag).imageManifest(manifest));
  }
}
