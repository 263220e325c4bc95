package dev.slipway.cloud;

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
   * Which of these actions on one resource a role's policies do not allow (IAM
   * SimulatePrincipalPolicy).
   *
   * @param resource an ARN, or {@code *}
   */
  List<String> denied(String roleArn, List<String> actions, String resource);

  /** A role to be made. */
  record RoleSpec(
      String name,
      String path,
      String trustPolicy,
      @Nullable String permissionsBoundaryArn,
      Map<String, String> tags) {}

  /** A role as it is. */
  record LiveRole(String name, String arn, String trustPolicy, Map<String, String> tags) {}
}
