package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import dev.slipway.cloud.Roles.LiveRole;
import dev.slipway.environment.Profile.ExecutionRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the role that Slipway made for an endpoint is where, and bound as, a new release says. A
 * role gets its path and its boundary when it is made: IAM never moves one, and Slipway may not
 * change a boundary, which is there to bind Slipway too. A release that says otherwise would go on
 * record as if it were so.
 */
final class ManagedRole {

  private static final String CODE = "execution-role-differs";

  private ManagedRole() {}

  /**
   * Refuses a release whose managed role differs from the one that is there.
   *
   * @param live null where there is none yet, or none is needed
   */
  static void require(ReleaseSpec wanted, @Nullable LiveRole live) {
    if (live == null) return;
    ExecutionRole role = wanted.executionRole();
    List<Violation> violations = new ArrayList<>();
    String path = role.path() == null ? "/" : role.path();
    if (!path.equals(live.path())) {
      violations.add(
          new Violation(
              "/execution_role/path",
              "The role "
                  + live.name()
                  + " lies at "
                  + live.path()
                  + ", not at "
                  + path
                  + ", and IAM moves no role. Say "
                  + live.path()
                  + ", or name a role of your own by arn."));
    }
    if (!Objects.equals(role.permissionsBoundaryArn(), live.permissionsBoundaryArn())) {
      violations.add(
          new Violation(
              "/execution_role/permissions_boundary_arn",
              "The role "
                  + live.name()
                  + " has "
                  + boundary(live.permissionsBoundaryArn())
                  + ", and this release says "
                  + boundary(role.permissionsBoundaryArn())
                  + ". Slipway changes no boundary: change the role's in IAM, or say what it"
                  + " has."));
    }
    if (violations.isEmpty()) return;
    throw new Refused(
        CODE,
        violations.stream().map(Violation::detail).collect(Collectors.joining(" ")),
        violations);
  }

  private static String boundary(@Nullable String arn) {
    return arn == null ? "no boundary" : "the boundary " + arn;
  }
}
