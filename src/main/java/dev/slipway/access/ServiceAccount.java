package dev.slipway.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A program that calls Slipway, such as a CI pipeline or an application that asks for predictions.
 *
 * @param name unique for good, so that the name in history never comes to mean another account
 * @param grants what it may do where
 * @param disabled whether none of its tokens is let in
 * @param createdAt wall time
 * @param rowVersion counts changes; its entity tag is the resource's
 */
record ServiceAccount(
    UUID id,
    String name,
    String description,
    List<StatedGrant> grants,
    boolean disabled,
    String createdBy,
    Instant createdAt,
    @JsonIgnore long rowVersion) {

  /** The name under which history records the account, as an actor and as a subject. */
  String principal() {
    return principal(name);
  }

  /** A service account as a caller. */
  static Principal principal(String name, Permissions permissions, @Nullable Instant until) {
    return new Principal(principal(name), Principal.Kind.SERVICE_ACCOUNT, name, permissions, until);
  }

  static String principal(String name) {
    return "service-account:" + name;
  }
}
