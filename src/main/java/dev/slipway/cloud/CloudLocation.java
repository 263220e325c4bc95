package dev.slipway.cloud;

import org.jspecify.annotations.Nullable;

/**
 * Where an environment lives in AWS and as whom Slipway acts there.
 *
 * @param accountId twelve digits
 * @param region such as {@code us-east-1}
 * @param roleArn the role to assume; null to act with the process's own credentials
 * @param externalId sent when the role is assumed; null for none
 */
public record CloudLocation(
    String accountId, String region, @Nullable String roleArn, @Nullable String externalId) {}
