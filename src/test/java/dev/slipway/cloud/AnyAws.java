package dev.slipway.cloud;

import dev.slipway.base.WallClock;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * Something that answers as AWS does, with a door for what the adapters only read: objects and
 * images that must lie there first.
 */
final class AnyAws implements AutoCloseable {

  static final CloudLocation HERE = new CloudLocation("123456789012", "us-east-1", null, null);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ClientSettings settings;
  private final AwsClouds clouds;
  private final StaticCredentialsProvider keys =
      StaticCredentialsProvider.create(AwsBasicCredentials.create(HERE.accountId(), "simulator"));

  AnyAws(URI endpoint) {
    this(endpoint, new SystemCloudClock(WallClock.system()));
  }

  AnyAws(URI endpoint, CloudClock clock) {
    this.settings =
        new ClientSettings(
            ClientSettings.connections(TIMEOUT), ClientSettings.sharedTimers(), endpoint, TIMEOUT);
    this.clouds =
        new AwsClouds(
            new CloudProperties(
                CloudProperties.Kind.SIMULATOR,
                new CloudProperties.Aws(endpoint, null, "tests", TIMEOUT)),
            clock,
            unpaced(clock));
  }

  /** Pacing that holds nothing back. */
  static CallPacing unpaced(CloudClock clock) {
    Map<CallClass, Double> limits = new EnumMap<>(CallClass.class);
    for (CallClass one : CallClass.values()) limits.put(one, 100_000.0);
    return new CallPacing(new CallLimits(limits), new SlotsInMemory(), clock, null);
  }

  Cloud cloud() {
    return clouds.at(HERE);
  }

  Clouds clouds() {
    return clouds;
  }

  void putBucket(String bucket) {
    s3().createBucket(it -> it.bucket(bucket));
  }

  void putObject(String bucket, String key, byte[] bytes) {
    s3().putObject(
            it -> it.bucket(bucket).key(key).checksumAlgorithm(ChecksumAlgorithm.SHA256),
            RequestBody.fromBytes(bytes));
  }

  /** Puts an image under a tag; the digest is of a manifest that names the layer. */
  String putImage(String repository, String tag, String layer) {
    EcrClient ecr = settings.client(EcrClient.builder(), "ecr", Region.of(HERE.region()), keys);
    String none = "sha256:" + HexFormat.of().formatHex(new byte[32]);
    if (ecr.describeRepositories().repositories().stream()
        .noneMatch(it -> it.repositoryName().equals(repository))) {
      ecr.createRepository(it -> it.repositoryName(repository));
    }
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",\
        "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":2,\
        "digest":"%s"},"layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip",\
        "size":%d,"digest":"%s"}]}\
        """
            .formatted(none, layer.length(), none);
    return ecr.putImage(it ->
            it.repositoryName(repository)
                .imageTag(tag)
                .imageManifest(manifest)
                .imageManifestMediaType("application/vnd.docker.distribution.manifest.v2+json"))
        .image()
        .imageId()
        .imageDigest();
  }

  S3Client s3() {
    return settings.client(
        S3Client.builder().forcePathStyle(true), "s3", Region.of(HERE.region()), keys);
  }

  @Override
  public void close() {
    clouds.close();
    settings.http().close();
    settings.timers().shutdownNow();
  }
}
