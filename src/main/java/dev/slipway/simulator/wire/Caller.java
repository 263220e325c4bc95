package dev.slipway.simulator.wire;

/**
 * Who calls, as the signature tells.
 *
 * @param accountId the account that the access key belongs to; any unknown key belongs to the
 *     default account, a key of twelve digits to the account of that number, a key handed out by
 *     AssumeRole to the role's
 * @param region from the signature's scope
 * @param accessKeyId the key, never checked against anything
 */
public record Caller(String accountId, String region, String accessKeyId) {}
