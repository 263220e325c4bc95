package dev.slipway.access;

import java.util.Locale;

/**
 * What somebody may do in an environment. In the order viewer, deployer, approver, admin each role
 * may do all that the roles before it may do.
 */
public enum Role {
  /** Reads everything but secrets. */
  VIEWER,

  /** Changes what is live: promotes, rolls back, overrides. */
  DEPLOYER,

  /** Decides on what others ask for. */
  APPROVER,

  /** Changes the environment itself and who may do what in it. */
  ADMIN,

  /** Asks for predictions and sees nothing else. Of the other roles only the admin's has it. */
  INVOKER;

  /** Whether this role is enough where the other role is needed. */
  public boolean includes(Role other) {
    return switch (this) {
      case ADMIN -> true;
      case INVOKER -> other == INVOKER;
      case VIEWER, DEPLOYER, APPROVER -> other != INVOKER && compareTo(other) >= 0;
    };
  }

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
