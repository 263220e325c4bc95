package dev.slipway.cloud;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/** {@link Roles} over IAM. */
record AwsRoles(Supplier<IamClient> iam) implements Roles {

  private static final AwsCalls CALLS = new AwsCalls("iam");

  @Override
  public Optional<LiveRole> find(String roleName) {
    return OneLook.answer(
        this,
        "GetRole",
        roleName,
        () ->
            CALLS
                .find("GetRole", () -> iam.get().getRole(it -> it.roleName(roleName)).role())
                .map(AwsRoles::live));
  }

  @Override
  public String create(RoleSpec role) {
    return CALLS.call(
        "CreateRole",
        () ->
            iam.get()
                .createRole(it ->
                    it.roleName(role.name())
                        .path(role.path())
                        .assumeRolePolicyDocument(role.trustPolicy())
                        .permissionsBoundary(role.permissionsBoundaryArn())
                        .tags(tags(role.tags())))
                .role()
                .arn());
  }

  @Override
  public Optional<String> findInlinePolicy(String roleName, String policyName) {
    return CALLS
        .find(
            "GetRolePolicy",
            () ->
                iam.get()
                    .getRolePolicy(it -> it.roleName(roleName).policyName(policyName))
                    .policyDocument())
        .map(AwsRoles::decoded);
  }

  @Override
  public void putInlinePolicy(String roleName, String policyName, String document) {
    CALLS.run(
        "PutRolePolicy",
        () ->
            iam.get()
                .putRolePolicy(
                    it -> it.roleName(roleName).policyName(policyName).policyDocument(document)));
  }

  @Override
  public List<String> inlinePolicies(String roleName) {
    return CALLS.call(
        "ListRolePolicies",
        () ->
            iam.get().listRolePoliciesPaginator(it -> it.roleName(roleName)).policyNames().stream()
                .toList());
  }

  @Override
  public void deleteInlinePolicy(String roleName, String policyName) {
    CALLS.run(
        "DeleteRolePolicy",
        () -> iam.get().deleteRolePolicy(it -> it.roleName(roleName).policyName(policyName)));
  }

  @Override
  public void delete(String roleName) {
    CALLS.run("DeleteRole", () -> iam.get().deleteRole(it -> it.roleName(roleName)));
  }

  @Override
  public List<String> denied(
      String principalArn, List<String> actions, String resource, Map<String, String> context) {
    List<ContextEntry> entries =
        context.entrySet().stream()
            .map(entry ->
                ContextEntry.builder()
                    .contextKeyName(entry.getKey())
                    .contextKeyType(ContextKeyTypeEnum.STRING)
                    .contextKeyValues(entry.getValue())
                    .build())
            .toList();
    return CALLS.call(
        "SimulatePrincipalPolicy",
        () ->
            iam
                .get()
                .simulatePrincipalPolicyPaginator(it ->
                    it.policySourceArn(principalArn)
                        .actionNames(actions)
                        .resourceArns(resource)
                        .contextEntries(entries))
                .evaluationResults()
                .stream()
                .filter(result -> result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED)
                // A policy with a condition that only the real call can meet says nothing here.
                .filter(result -> result.missingContextValues().isEmpty())
                .map(EvaluationResult::evalActionName)
                .toList());
  }

  @Override
  public List<RoleName> names(String prefix) {
    return CALLS.call(
        "ListRoles",
        () ->
            iam.get().listRolesPaginator().roles().stream()
                .filter(role -> role.roleName().startsWith(prefix))
                .map(role -> new RoleName(role.roleName(), role.arn(), role.createDate()))
                .toList());
  }

  private static LiveRole live(Role role) {
    String trust = role.assumeRolePolicyDocument();
    Map<String, String> tags =
        role.tags().stream().collect(Collectors.toUnmodifiableMap(Tag::key, Tag::value));
    AttachedPermissionsBoundary boundary = role.permissionsBoundary();
    return new LiveRole(
        role.roleName(),
        role.arn(),
        trust == null ? "" : decoded(trust),
        boundary == null ? null : boundary.permissionsBoundaryArn(),
        tags);
  }

  /** IAM answers documents in RFC 3986's encoding, in which a plus is a plus. */
  private static String decoded(String document) {
    return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
