package dev.slipway.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An access key: an id and a secret with which a program signs predictions as AWS's SDKs do. All
 * times are wall time.
 *
 * @param accessKeyId tells the key from other keys, and is no secret
 * @param scopes what the key is good for; null when it is good for all that the account was granted
 * @param expiresAt null when the key does not expire
 * @param lastUsedAt when something was last signed with its secret, to the minute; null while
 *     nothing was
 * @param secretAccessKey the secret; only in the answer to the request that made the key
 */
record AccessKey(
    @JsonIgnore UUID id,
    String accessKeyId,
    String name,
    @Nullable List<StatedGrant> scopes,
    String createdBy,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    @Nullable String secretAccessKey)
    implements Credential {

  AccessKey showing(String secret) {
    return new AccessKey(
        id,
        accessKeyId,
        name,
        scopes,
        createdBy,
        createdAt,
        expiresAt,
        lastUsedAt,
        revokedAt,
        secret);
  }

  @Override
  public String shown() {
    return accessKeyId;
  }

  @Override
  public Map<String, Object> marks() {
    return Map.of("access_key_id", accessKeyId);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AccessKey[" + accessKeyId + ", " + name + "]";
  }
}
