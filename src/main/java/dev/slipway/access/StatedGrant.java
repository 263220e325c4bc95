package dev.slipway.access;

import dev.slipway.base.Violations;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A grant as people write it and as it is stored. A grant for all environments has to say {@code
 * *}, so that nobody grants all of them by leaving something out.
 *
 * @param environment an environment's name, or {@code *} for all
 */
record StatedGrant(Role role, String environment) {

  private static final String ALL = "*";
  private static final int MOST = 200;
  private static final Pattern NAME = Pattern.compile("[a-z0-9](-?[a-z0-9]){0,62}");

  static StatedGrant of(Grant grant) {
    String environment = grant.environment();
    return new StatedGrant(grant.role(), environment == null ? ALL : environment);
  }

  Grant toGrant() {
    return new Grant(role, environment.equals(ALL) ? null : environment);
  }

  static List<Grant> grants(List<StatedGrant> stated) {
    return stated.stream().map(StatedGrant::toGrant).toList();
  }

  /** Whether the grant names an environment that could exist, or all. */
  boolean isPossible() {
    return environment.equals(ALL) || NAME.matcher(environment).matches();
  }

  /** Notes what is wrong with a list of grants. */
  static void check(@Nullable List<StatedGrant> stated, String pointer, Violations violations) {
    if (stated == null) {
      return;
    }
    violations.require(
        stated.size() <= MOST,
        pointer,
        "It has %d members; at most %d are kept.".formatted(stated.size(), MOST));
    for (int i = 0; i < stated.size(); i++) {
      violations.require(
          stated.get(i).isPossible(),
          pointer + "/" + i + "/environment",
          "It is neither an environment's name nor * for all environments.");
    }
    violations.require(
        stated.stream().distinct().count() == stated.size(), pointer, "A member is there twice.");
  }
}
