package dev.slipway.environment;

import static dev.slipway.environment.RolloutLimits.within;

import dev.slipway.base.Violations;
import dev.slipway.cloud.DataCapture;
import dev.slipway.cloud.Network;
import dev.slipway.cloud.Serverless;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The limits of each field that says what models run on and what they reach, by SageMaker's
 * ProductionVariant, ProductionVariantServerlessConfig, VpcConfig and DataCaptureConfig.
 */
final class HostingLimits {

  private static final Pattern INSTANCE_TYPE =
      Pattern.compile("ml\\.[a-z0-9-]{1,20}\\.[a-z0-9-]{1,20}");
  private static final Pattern KMS_KEY = Pattern.compile("[a-zA-Z0-9:/_-]{1,2048}");
  private static final Pattern NETWORK_ID = Pattern.compile("[-0-9a-zA-Z]{1,32}");
  private static final Pattern CAPTURE =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\\p{Cc}\\p{Cs}]{0,400})?");

  private static final int MOST_ALTERNATIVES = 5;

  private HostingLimits() {}

  static void check(Profile profile, String at, Violations found) {
    Hosting hosting = profile.hosting();
    Serverless serverless = hosting.serverless();
    if (serverless == null) {
      instances(hosting, at + "/hosting", found);
    } else {
      serverless(serverless, at + "/hosting/serverless", found);
    }
    found.require(
        hosting.kmsKeyId() == null || KMS_KEY.matcher(hosting.kmsKeyId()).matches(),
        at + "/hosting/kms_key_id",
        "It must be the id, the alias or the ARN of a KMS key.");
    network(profile.network(), at + "/network/vpc", found);
    capture(profile.dataCapture(), at + "/data_capture", found);
  }

  private static void instances(Hosting hosting, String at, Violations found) {
    found.require(
        hosting.instanceType() != null && INSTANCE_TYPE.matcher(hosting.instanceType()).matches(),
        at + "/instance_type",
        "It must be a SageMaker instance type, such as ml.c5.xlarge.");
    found.require(hosting.count() >= 1, at + "/instance_count", "A fleet has at least 1 instance.");
    List<String> others =
        hosting.alternativeInstanceTypes() == null ? List.of() : hosting.alternativeInstanceTypes();
    found.require(
        others.size() <= MOST_ALTERNATIVES,
        at + "/alternative_instance_types",
        "At most " + MOST_ALTERNATIVES + " other types are tried.");
    for (int i = 0; i < others.size(); i++) {
      found.require(
          INSTANCE_TYPE.matcher(others.get(i)).matches(),
          at + "/alternative_instance_types/" + i,
          "It must be a SageMaker instance type, such as ml.c5.xlarge.");
    }
    range(hosting.volumeSizeGb(), 1, 512, at + "/volume_size_gb", "gigabytes", found);
    range(
        hosting.modelDataDownloadTimeoutSeconds(),
        60,
        3600,
        at + "/model_data_download_timeout_seconds",
        "seconds",
        found);
    range(
        hosting.containerStartupTimeoutSeconds(),
        60,
        3600,
        at + "/container_startup_timeout_seconds",
        "seconds",
        found);
  }

  private static void range(
      @Nullable Integer value, int least, int most, String at, String unit, Violations found) {
    found.require(
        value == null || within(value, least, most),
        at,
        "SageMaker takes %d to %d %s.".formatted(least, most, unit));
  }

  private static void serverless(Serverless serverless, String at, Violations found) {
    found.require(
        within(serverless.memoryMb(), 1024, 6144) && serverless.memoryMb() % 1024 == 0,
        at + "/memory_mb",
        "SageMaker takes 1024, 2048, 3072, 4096, 5120 or 6144.");
    range(serverless.maxConcurrency(), 1, 200, at + "/max_concurrency", "invocations", found);
    range(
        serverless.provisionedConcurrency(),
        1,
        200,
        at + "/provisioned_concurrency",
        "invocations",
        found);
  }

  private static void network(@Nullable Network network, String at, Violations found) {
    Network.Vpc vpc = network == null ? null : network.vpc();
    if (vpc == null) return;
    ids(vpc.subnets(), 16, at + "/subnets", "subnets", found);
    ids(vpc.securityGroupIds(), 5, at + "/security_group_ids", "security groups", found);
  }

  private static void ids(List<String> ids, int most, String at, String what, Violations found) {
    found.require(
        within(ids.size(), 1, most), at, "SageMaker takes 1 to %d %s.".formatted(most, what));
    for (int i = 0; i < ids.size(); i++) {
      found.require(
          NETWORK_ID.matcher(ids.get(i)).matches(),
          at + "/" + i,
          "It must be an id of at most 32 letters, digits and hyphens.");
    }
  }

  private static void capture(@Nullable DataCapture capture, String at, Violations found) {
    if (capture == null) return;
    found.require(
        CAPTURE.matcher(capture.destination()).matches(),
        at + "/destination",
        "It must be a place in S3, s3://<bucket>/<prefix>.");
    range(capture.samplingPercentage(), 1, 100, at + "/sampling_percentage", "percent", found);
    found.require(
        !capture.captured().isEmpty(),
        at + "/captured",
        "Name INPUT, OUTPUT or both, or leave data_capture out.");
  }
}
