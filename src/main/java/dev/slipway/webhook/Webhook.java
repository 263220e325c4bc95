package dev.slipway.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where events are sent to. Its secrets are told once, when they are made.
 *
 * @param types of which events; {@code deployment.*} stands for all that begin so; empty for all
 * @param environments in which environments; empty for all, what is in none included
 * @param disabledReason why Slipway itself has disabled it; null when it has not
 * @param failingSince when the first attempt failed since the last one that did not; null when the
 *     last one did not
 * @param secrets by which its messages are signed at the moment, newest first
 */
record Webhook(
    UUID id,
    String name,
    String url,
    List<String> types,
    List<String> environments,
    boolean enabled,
    @Nullable String disabledReason,
    @Nullable Instant failingSince,
    List<Secret> secrets,
    String createdBy,
    Instant createdAt,
    @JsonIgnore long rowVersion) {

  /**
   * A secret without its value.
   *
   * @param expiresAt until when it signs besides a newer one; null for the newest
   */
  record Secret(UUID id, Instant createdAt, @Nullable Instant expiresAt) {}

  /** Where it is over HTTP. */
  static String path(String name) {
    return "/v1/webhooks/" + name;
  }

  /** Where the messages go, without what may be secret in a URL. */
  String host() {
    return String.valueOf(URI.create(url).getHost());
  }

  /** A webhook together with a secret, which is not told again. */
  record WithSecret(Webhook webhook, String secret) {}
}
