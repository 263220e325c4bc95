package dev.slipway.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token of a service account. All times are wall time.
 *
 * @param prefix how the token begins, which tells it from other tokens
 * @param scopes what the token is good for; null when it is good for all that the account was
 *     granted
 * @param expiresAt null when it does not expire
 * @param lastUsedAt to the minute; null while it was never used
 * @param token the token itself; only in the answer that made it
 */
record AccountToken(
    UUID id,
    String name,
    String prefix,
    @Nullable List<StatedGrant> scopes,
    String createdBy,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    @Nullable String token)
    implements Credential {

  AccountToken showing(String value) {
    return new AccountToken(
        id, name, prefix, scopes, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt, value);
  }

  @Override
  public String shown() {
    return prefix + "…";
  }

  @Override
  public Map<String, Object> marks() {
    return Map.of("token", id, "prefix", prefix);
  }

  /** Without the token itself. */
  @Override
  public String toString() {
    return "AccountToken[" + id + ", " + name + ", " + prefix + "…]";
  }
}
