package dev.slipway.access;

import java.util.Locale;

/**
 * What somebody may do in an environment. Each of viewer, deployer, approver and admin may all that
 * the ones before it may.
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

  /** Whether whoever has this role may do what the other one is needed for. */
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
