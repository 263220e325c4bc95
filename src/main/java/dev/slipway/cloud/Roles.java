package dev.slipway.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** IAM roles, as far as an execution role managed by Slipway needs. */
public interface Roles {

  Optional<LiveRole> find(String roleName);

  /** Makes a role and returns its ARN. */
  String create(RoleSpec role);

  /** The inline policy's document as JSON text, decoded. */
  Optional<String> findInlinePolicy(String roleName, String policyName);

  void putInlinePolicy(String roleName, String policyName, String document);

  List<String> inlinePolicies(String roleName);

  void deleteInlinePolicy(String roleName, String policyName);

  void delete(String roleName);

  /**
   * Which of these actions on one resource a principal's policies do not allow (IAM
   * SimulatePrincipalPolicy).
   *
   * @param principalArn of a role or a user
   * @param resource an ARN, or {@code *}
   * @param context what the real call would be known by, such as {@code iam:PassedToService}
   */
  List<String> denied(
      String principalArn, List<String> actions, String resource, Map<String, String> context);

  /** The roles whose names begin so; their tags are not listed. */
  List<RoleName> names(String prefix);

  /** One line of the list of roles. */
  record RoleName(String name, String arn, Instant createdAt) {}

  /** A role to be made. */
  record RoleSpec(
      String name,
      String path,
      String trustPolicy,
      @Nullable String permissionsBoundaryArn,
      Map<String, String> tags) {}

  /** A role as it is. */
  record LiveRole(
      String name,
      String arn,
      String trustPolicy,
      @Nullable String permissionsBoundaryArn,
      Map<String, String> tags) {

    /** Where it lies among the account's roles, which its ARN tells and IAM never changes. */
    public String path() {
      return arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
    }
  }
}
