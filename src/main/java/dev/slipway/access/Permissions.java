package dev.slipway.access;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may do in which environments: what the caller was granted, narrowed to what the
 * token is good for.
 *
 * @param grants what the caller was granted
 * @param scopes what the token is good for; null when it is for all that was granted
 */
public record Permissions(List<Grant> grants, @Nullable List<Grant> scopes) {

  /** Nothing at all. */
  static final Permissions NONE = new Permissions(List.of(), null);

  /** Everything everywhere. */
  static final Permissions ALL = new Permissions(List.of(Grant.everywhere(Role.ADMIN)), null);

  public Permissions {
    grants = List.copyOf(grants);
    scopes = scopes == null ? null : List.copyOf(scopes);
  }

  /** Whether the role's business may be done in the environment. */
  boolean allow(Role role, String environment) {
    return allow(grants, role, environment) && (scopes == null || allow(scopes, role, environment));
  }

  private static boolean allow(List<Grant> grants, Role role, String environment) {
    for (Grant grant : grants) {
      if (grant.allows(role, environment)) {
        return true;
      }
    }
    return false;
  }

  /** In which environments the role's business may be done. */
  Reach reach(Role role) {
    Reach granted = reach(grants, role);
    return scopes == null ? granted : granted.within(reach(scopes, role));
  }

  private static Reach reach(List<Grant> grants, Role role) {
    Set<String> environments = new TreeSet<>();
    for (Grant grant : grants) {
      String environment = grant.environment();
      if (grant.allowsEverywhere(role)) {
        return Reach.EVERYWHERE;
      }
      if (environment != null && grant.role().includes(role)) {
        environments.add(environment);
      }
    }
    return new Reach(false, environments);
  }
}
