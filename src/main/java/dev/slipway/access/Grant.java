package dev.slipway.access;

import org.jspecify.annotations.Nullable;

/**
 * A role in one environment or in all.
 *
 * @param environment null for all environments, those included that do not exist yet
 */
public record Grant(Role role, @Nullable String environment) {

  /** A role in every environment. */
  public static Grant everywhere(Role role) {
    return new Grant(role, null);
  }

  boolean isEverywhere() {
    return environment == null;
  }

  boolean allows(Role needed, String in) {
    return role.includes(needed) && (environment == null || environment.equals(in));
  }

  boolean allowsEverywhere(Role needed) {
    return role.includes(needed) && isEverywhere();
  }
}
