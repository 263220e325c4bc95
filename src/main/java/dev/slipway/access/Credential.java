package dev.slipway.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A credential by which a service account is known: a token or an access key. All times are wall
 * time.
 */
sealed interface Credential permits AccountToken, AccessKey {

  UUID id();

  /** What the credential is for; unique among the account's valid credentials of its kind. */
  String name();

  /** What the credential is good for; null when it is good for all that the account was granted. */
  @Nullable List<StatedGrant> scopes();

  /** When the credential expires; null when it does not. */
  @Nullable Instant expiresAt();

  /** The part of the credential that may be shown in a sentence. */
  String shown();

  /** What tells the credential from others in the record. */
  Map<String, Object> marks();
}
