package dev.slipway.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook: the address to which events are sent. Its secrets are shown once, when they are made.
 *
 * @param types the types of the wanted events; {@code deployment.*} stands for all that begin so;
 *     empty for all
 * @param environments the environments of the wanted events; empty for all, and for events of no
 *     environment
 * @param disabledReason why Slipway itself has disabled it; null when it has not
 * @param failingSince when the first attempt failed since the last one that did not; null when the
 *     last one did not
 * @param secrets the secrets with which its messages are signed now, the newest first
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
   * @param expiresAt until when it signs beside a newer secret; null for the newest
   */
  record Secret(UUID id, Instant createdAt, @Nullable Instant expiresAt) {}

  /** The webhook's path in the API. */
  static String path(String name) {
    return "/v1/webhooks/" + name;
  }

  /** The host to which messages go, without the parts of a URL that may be secret. */
  String host() {
    return String.valueOf(URI.create(url).getHost());
  }

  /** A webhook with a secret that is not shown again. */
  record WithSecret(Webhook webhook, String secret) {}
}
