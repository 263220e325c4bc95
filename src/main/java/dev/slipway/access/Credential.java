package dev.slipway.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a service account shows to be known. All times are wall time. */
sealed interface Credential permits AccountToken, AccessKey {

  UUID id();

  /** What it is for; unique among the account's valid ones. */
  String name();

  /** What it is good for; null when it is for all that the account was granted. */
  @Nullable List<StatedGrant> scopes();

  /** Null when it does not expire. */
  @Nullable Instant expiresAt();

  /** The part of it that may be seen, for a sentence. */
  String shown();

  /** What tells it from others on record. */
  Map<String, Object> marks();
}
