package dev.slipway.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pair of words with which a program signs predictions as AWS's SDKs do. All times are wall time.
 *
 * @param accessKeyId tells it from others, and is no secret
 * @param scopes what it is good for; null when it is for all that the account was granted
 * @param expiresAt null when it does not expire
 * @param lastUsedAt to the minute, of what was signed with its secret; null while it was never used
 * @param secretAccessKey only in the answer that made it
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
