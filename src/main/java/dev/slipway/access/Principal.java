package dev.slipway.access;

import dev.slipway.base.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody known, and what they may do. A controller takes the one who asks as
 * {@code @AuthenticationPrincipal Principal caller}.
 *
 * @param name who it is, for good: what history records and decisions compare, such as {@code
 *     service-account:ci} or {@code user:ada}
 * @param displayName what people call them
 * @param permissions what they may do where, as it was when they asked
 * @param until when what they showed stops to be valid, in wall time; null for never
 */
public record Principal(
    String name, Kind kind, String displayName, Permissions permissions, @Nullable Instant until) {

  /** Slipway itself, when it acts without being asked. */
  public static final Principal SLIPWAY = new Principal("slipway");

  /** What sort of caller it is. */
  public enum Kind {
    /** Somebody, or something, whom an identity provider vouches for. */
    USER,
    /** A program with tokens of its own. */
    SERVICE_ACCOUNT,
    /** Something outside that is known by its signature of one call. */
    SIGNER,
    /** Whoever holds the token that the operator configured. */
    ADMIN_TOKEN,
    /** Slipway itself. */
    SYSTEM
  }

  /** A part of Slipway that acts without being asked; it may do everything. */
  public Principal(String name) {
    this(name, Kind.SYSTEM, name, Permissions.ALL, null);
  }

  /** The same one, known no longer than until then. */
  Principal until(Instant end) {
    return until != null && until.isBefore(end)
        ? this
        : new Principal(name, kind, displayName, permissions, end);
  }

  /** Whether they may do in an environment what the role is needed for. */
  public boolean may(Role role, String environment) {
    return permissions.allow(role, environment);
  }

  /** In which environments they may do what the role is needed for; lists are narrowed to these. */
  public Reach reach(Role role) {
    return permissions.reach(role);
  }

  /**
   * Lets nobody pass who may not do in the environment what the role is needed for.
   *
   * @throws Failure.Forbidden {@code forbidden}
   */
  public void require(Role role, String environment) {
    if (!may(role, environment)) {
      throw forbidden(role, "in the environment " + environment);
    }
  }

  /** The same in one environment at least. */
  void requireSomewhere(Role role) {
    if (reach(role).isNowhere()) {
      throw forbidden(role, "in some environment");
    }
  }

  /** The same in all environments, which takes a grant for all. */
  void requireEverywhere(Role role) {
    if (!reach(role).everywhere()) {
      throw forbidden(role, "for all environments");
    }
  }

  private Failure forbidden(Role role, String where) {
    return new Failure.Forbidden(
        "forbidden",
        "This needs the role %s %s, which %s does not have.".formatted(role.word(), where, name));
  }
}
