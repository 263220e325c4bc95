package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Roles.LiveRole;
import dev.slipway.environment.Profile.ExecutionRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the role which Slipway made for an endpoint has the path and the permissions boundary
 * that a new release names. A role gets both when it is made. IAM never moves a role, and Slipway
 * may not change a boundary, since the boundary binds Slipway too. Without this check a release
 * with another path or boundary would go on record although the role does not have them.
 */
final class ManagedRole {

  private static final String CODE = "execution-role-differs";

  private ManagedRole() {}

  /** The ARN that the role gets when a release has it made. */
  static String arn(Endpoint endpoint, ReleaseSpec wanted) {
    String path = wanted.executionRole().path();
    return "arn:"
        + wanted.location().partition()
        + ":iam::"
        + wanted.location().accountId()
        + ":role"
        + (path == null ? "/" : path)
        + Names.executionRole(endpoint.name());
  }

  /**
   * What is missing of the managed role of a serving release. Where Slipway may not look, nothing
   * is assumed to be missing.
   */
  static List<String> missing(Endpoint endpoint, ReleaseSpec serving, Cloud cloud) {
    if (!serving.executionRole().managed()) return List.of();
    String name = Names.executionRole(endpoint.name());
    String field = "execution_role." + name;
    try {
      if (cloud.roles().find(name).isEmpty()) return List.of(field);
      return cloud.roles().inlinePolicies(name).isEmpty() ? List.of(field + ".policy") : List.of();
    } catch (CloudFailure untold) {
      if (untold.kind() == CloudFailure.Kind.DENIED) return List.of();
      throw untold;
    }
  }

  /**
   * Refuses a release whose managed role differs from the one that is there.
   *
   * @param live the role that exists; null where there is none yet, or none is needed
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
