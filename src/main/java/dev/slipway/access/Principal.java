package dev.slipway.access;

import dev.slipway.base.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A caller who is known, and what they may do. A controller takes its caller as
 * {@code @AuthenticationPrincipal Principal caller}.
 *
 * @param name the caller's name for good, which history records and decisions compare, such as
 *     {@code service-account:ci} or {@code user:ada}
 * @param displayName what people call them
 * @param permissions what they may do where, as it was when they asked
 * @param until when the caller's token, key or session ceases to be valid, in wall time; null for
 *     never
 */
public record Principal(
    String name, Kind kind, String displayName, Permissions permissions, @Nullable Instant until) {

  /** Slipway itself, when it acts without being asked. */
  public static final Principal SLIPWAY = new Principal("slipway");

  /** What sort of caller it is. */
  public enum Kind {
    /** A person or a program that an identity provider vouches for. */
    USER,
    /** A program with tokens of its own. */
    SERVICE_ACCOUNT,
    /** A program outside that is known by its signature of one call. */
    SIGNER,
    /** The holder of the token that the operator configured. */
    ADMIN_TOKEN,
    /** Slipway itself. */
    SYSTEM
  }

  /** A part of Slipway that acts without being asked; it may do everything. */
  public Principal(String name) {
    this(name, Kind.SYSTEM, name, Permissions.ALL, null);
  }

  /** This caller, known no longer than until the given end. */
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
   * Refuses a caller who may not do in the environment what the role is needed for.
   *
   * @throws Failure.Forbidden {@code forbidden}
   */
  public void require(Role role, String environment) {
    if (!may(role, environment)) {
      throw forbidden(role, "in the environment " + environment);
    }
  }

  /** Refuses a caller who may do that in no environment. */
  void requireSomewhere(Role role) {
    if (reach(role).isNowhere()) {
      throw forbidden(role, "in some environment");
    }
  }

  /** Refuses a caller who has no grant for all environments. */
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
