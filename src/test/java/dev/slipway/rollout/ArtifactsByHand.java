package dev.slipway.rollout;

import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The artifacts of fraud-detector, and what else is in buckets, as somebody puts it there. */
record ArtifactsByHand(S3Client client) {

  static final String BUCKET = "ml-models-prod";

  /** Where a version's artifact is in {@link #BUCKET}. */
  static String uri(String version) {
    return uri(BUCKET, version);
  }

  static String uri(String bucket, String version) {
    return "s3://" + bucket + "/" + key(version);
  }

  private static String key(String version) {
    return "fraud-detector/" + version + "/model.tar.gz";
  }

  void makeBucket(String name) {
    client.createBucket(request -> request.bucket(name));
  }

  /** A bucket with the artifacts of these versions. */
  void makeBucket(String name, String... versions) {
    makeBucket(name);
    for (String version : versions) overwrite(name, key(version), Rehearsal.archive(version));
  }

  void put(String version) {
    put(version, Rehearsal.archive(version));
  }

  void put(String version, byte[] content) {
    overwrite(BUCKET, key(version), content);
  }

  void delete(String version) {
    client.deleteObject(request -> request.bucket(BUCKET).key(key(version)));
  }

  /** The keys of a bucket's objects. */
  List<String> keys(String bucket) {
    return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  /** The keys that copies in parts were begun to and are not done. */
  List<String> begun(String bucket) {
    return client.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
        .map(upload -> upload.key())
        .toList();
  }

  void overwrite(String bucket, String key, byte[] content) {
    client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }
}
