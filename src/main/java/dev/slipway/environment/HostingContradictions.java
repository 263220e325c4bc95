package dev.slipway.environment;

import dev.slipway.base.Violations;
import dev.slipway.cloud.Network;
import dev.slipway.cloud.Serverless;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What cannot run together. Serverless inference excludes much (SageMaker developer guide,
 * "Serverless Inference: feature exclusions"); KMS keys are refused with instances that have local
 * storage, which is encrypted by hardware (CreateEndpointConfig, KmsKeyId).
 */
final class HostingContradictions {

  private static final Pattern NVME_FAMILY = Pattern.compile("[a-z]+\\d[a-z]*d[a-z]*");
  private static final Set<String> LOCAL_STORAGE =
      Set.of("g5", "g6", "g6e", "gr6", "p5", "p5e", "p5en", "trn1", "trn1n", "trn2");

  private HostingContradictions() {}

  static void check(Profile profile, String at, Violations found) {
    Hosting hosting = profile.hosting();
    Serverless serverless = hosting.serverless();
    if (serverless != null) serverless(profile, serverless, at, found);
    if (hosting.kmsKeyId() == null) return;
    for (String type : hosting.types()) {
      found.require(
          !hasLocalStorage(type),
          at + "/hosting/kms_key_id",
          "Instances of type %s have local storage, for which SageMaker refuses a KMS key (their hardware encrypts it): leave the key out, or use a type such as ml.m5.large."
              .formatted(type));
    }
  }

  private static void serverless(
      Profile profile, Serverless serverless, String at, Violations found) {
    Hosting hosting = profile.hosting();
    String here = at + "/hosting";
    found.require(
        hosting.instanceType() == null
            && hosting.instanceCount() == null
            && hosting.alternativeInstanceTypes() == null
            && hosting.volumeSizeGb() == null
            && hosting.modelDataDownloadTimeoutSeconds() == null
            && hosting.containerStartupTimeoutSeconds() == null
            && hosting.routing() == null
            && hosting.kmsKeyId() == null,
        here + "/serverless",
        "A serverless variant has no instances: set everything else under hosting to null, or"
            + " serverless.");
    Integer provisioned = serverless.provisionedConcurrency();
    found.require(
        provisioned == null || provisioned <= serverless.maxConcurrency(),
        here + "/serverless/provisioned_concurrency",
        "It is part of max_concurrency (%d), so at most as much."
            .formatted(serverless.maxConcurrency()));
    Network network = profile.network();
    found.require(
        network == null || network.plain(),
        at + "/network",
        "Serverless inference takes neither a VPC nor network isolation: set network to null, or"
            + " use instances.");
    found.require(
        profile.dataCapture() == null,
        at + "/data_capture",
        "Serverless inference captures no data: set data_capture to null, or use instances.");
  }

  /** Whether instances of a type have NVMe storage of their own. */
  static boolean hasLocalStorage(String instanceType) {
    String[] parts = instanceType.split("\\.", -1);
    if (parts.length != 3) return false;
    String family = parts[1];
    return LOCAL_STORAGE.contains(family) || NVME_FAMILY.matcher(family).matches();
  }
}
