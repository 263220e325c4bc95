package dev.slipway.cloud;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where an environment lives in AWS and as whom Slipway acts there.
 *
 * @param accountId twelve digits
 * @param region such as {@code us-east-1}
 * @param roleArn the role to assume; null to act with the process's own credentials
 * @param externalId sent when the role is assumed; null for none
 */
public record CloudLocation(
    String accountId, String region, @Nullable String roleArn, @Nullable String externalId) {

  /** What the second word of an ARN is there, such as {@code aws} or {@code aws-us-gov}. */
  public String partition() {
    return PartitionMetadata.of(Region.of(region)).id();
  }

  /** Whether both are one account and region, as whomever Slipway acts there. */
  public boolean isSamePlace(CloudLocation other) {
    return accountId.equals(other.accountId) && region.equals(other.region);
  }
}
