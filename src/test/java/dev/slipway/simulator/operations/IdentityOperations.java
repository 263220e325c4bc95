package dev.slipway.simulator.operations;

import static dev.slipway.simulator.operations.Clients.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;

/** IAM and STS. */
final class IdentityOperations {

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}]}";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
          + "\"s3:GetObject\",\"Resource\":\"*\"}]}";
  private static final String MANAGED = "arn:aws:iam::aws:policy/AmazonSageMakerReadOnly";
  private static final String GONE = "NoSuchEntity";
  private static final String NO_ROLE = "The role with name none cannot be found.";

  private IdentityOperations() {}

  static List<OperationCase> all() {
    return List.of(
        of(
            "CreateRole",
            aws -> assertThat(role(aws, "CreateRole")).endsWith(":role/CreateRole"),
            aws -> {
              role(aws, "twice");
              role(aws, "Twice");
            },
            "EntityAlreadyExists",
            "Role with name Twice already exists."),
        of(
            "GetRole",
            aws -> {
              role(aws, "GetRole");
              assertThat(aws.iam().getRole(r -> r.roleName("GetRole")).role().roleId())
                  .startsWith("AROA");
            },
            aws -> aws.iam().getRole(r -> r.roleName("none")),
            GONE,
            NO_ROLE),
        of(
            "ListRoles",
            aws -> {
              role(aws, "ListRoles");
              assertThat(aws.iam().listRoles().roles()).isNotEmpty();
            },
            aws -> aws.iam().listRoles(r -> r.pathPrefix("no slash")),
            "ValidationError",
            "pathPrefix"),
        of(
            "UpdateAssumeRolePolicy",
            aws -> {
              role(aws, "retrust");
              aws.iam().updateAssumeRolePolicy(r -> r.roleName("retrust").policyDocument(TRUST));
            },
            aws -> {
              role(aws, "untrust");
              aws.iam().updateAssumeRolePolicy(r -> r.roleName("untrust").policyDocument("{"));
            },
            "MalformedPolicyDocument",
            "This policy contains invalid Json"),
        of(
            "DeleteRole",
            aws -> {
              role(aws, "short");
              aws.iam().deleteRole(r -> r.roleName("short"));
            },
            aws -> {
              role(aws, "held");
              aws.iam()
                  .putRolePolicy(r -> r.roleName("held").policyName("p").policyDocument(POLICY));
              aws.iam().deleteRole(r -> r.roleName("held"));
            },
            "DeleteConflict",
            "Cannot delete entity, must delete policies first."),
        of(
            "PutRolePolicy",
            aws -> {
              role(aws, "put");
              aws.iam()
                  .putRolePolicy(r -> r.roleName("put").policyName("p").policyDocument(POLICY));
            },
            aws ->
                aws.iam()
                    .putRolePolicy(r -> r.roleName("none").policyName("p").policyDocument(POLICY)),
            GONE,
            NO_ROLE),
        of(
            "GetRolePolicy",
            aws -> {
              role(aws, "get");
              aws.iam()
                  .putRolePolicy(r -> r.roleName("get").policyName("p").policyDocument(POLICY));
              assertThat(
                      aws.iam()
                          .getRolePolicy(r -> r.roleName("get").policyName("p"))
                          .policyDocument())
                  .startsWith("%7B");
            },
            aws -> {
              role(aws, "bare");
              aws.iam().getRolePolicy(r -> r.roleName("bare").policyName("p"));
            },
            GONE,
            "The role policy with name p cannot be found."),
        of(
            "ListRolePolicies",
            aws -> {
              role(aws, "list");
              assertThat(aws.iam().listRolePolicies(r -> r.roleName("list")).policyNames())
                  .isEmpty();
            },
            aws -> aws.iam().listRolePolicies(r -> r.roleName("none")),
            GONE,
            NO_ROLE),
        of(
            "DeleteRolePolicy",
            aws -> {
              role(aws, "strip");
              aws.iam()
                  .putRolePolicy(r -> r.roleName("strip").policyName("p").policyDocument(POLICY));
              aws.iam().deleteRolePolicy(r -> r.roleName("strip").policyName("p"));
            },
            aws -> aws.iam().deleteRolePolicy(r -> r.roleName("none").policyName("p")),
            GONE,
            NO_ROLE),
        of(
            "AttachRolePolicy",
            aws -> {
              role(aws, "attach");
              aws.iam().attachRolePolicy(r -> r.roleName("attach").policyArn(MANAGED));
            },
            aws -> {
              role(aws, "attachless");
              aws.iam()
                  .attachRolePolicy(r ->
                      r.roleName("attachless")
                          .policyArn("arn:aws:iam::" + ACCOUNT + ":policy/none"));
            },
            GONE,
            "does not exist or is not attachable."),
        of(
            "DetachRolePolicy",
            aws -> {
              role(aws, "detach");
              aws.iam().attachRolePolicy(r -> r.roleName("detach").policyArn(MANAGED));
              aws.iam().detachRolePolicy(r -> r.roleName("detach").policyArn(MANAGED));
            },
            aws -> {
              role(aws, "detached");
              aws.iam().detachRolePolicy(r -> r.roleName("detached").policyArn(MANAGED));
            },
            GONE,
            "was not found."),
        of(
            "ListAttachedRolePolicies",
            aws -> {
              role(aws, "attached");
              aws.iam().attachRolePolicy(r -> r.roleName("attached").policyArn(MANAGED));
              assertThat(
                      aws.iam()
                          .listAttachedRolePolicies(r -> r.roleName("attached"))
                          .attachedPolicies())
                  .hasSize(1);
            },
            aws -> aws.iam().listAttachedRolePolicies(r -> r.roleName("none")),
            GONE,
            NO_ROLE),
        of(
            "ListInstanceProfilesForRole",
            aws -> {
              role(aws, "profiles");
              assertThat(
                      aws.iam()
                          .listInstanceProfilesForRole(r -> r.roleName("profiles"))
                          .instanceProfiles())
                  .isEmpty();
            },
            aws -> aws.iam().listInstanceProfilesForRole(r -> r.roleName("none")),
            GONE,
            NO_ROLE),
        of(
            "TagRole",
            aws -> {
              role(aws, "tag");
              aws.iam().tagRole(r -> r.roleName("tag").tags(t -> t.key("k").value("v")));
            },
            aws -> aws.iam().tagRole(r -> r.roleName("none").tags(t -> t.key("k").value("v"))),
            GONE,
            NO_ROLE),
        of(
            "UntagRole",
            aws -> {
              role(aws, "untag");
              aws.iam().tagRole(r -> r.roleName("untag").tags(t -> t.key("k").value("v")));
              aws.iam().untagRole(r -> r.roleName("untag").tagKeys("k"));
            },
            aws -> aws.iam().untagRole(r -> r.roleName("none").tagKeys("k")),
            GONE,
            NO_ROLE),
        of(
            "ListRoleTags",
            aws -> {
              role(aws, "tags");
              assertThat(aws.iam().listRoleTags(r -> r.roleName("tags")).tags()).isEmpty();
            },
            aws -> aws.iam().listRoleTags(r -> r.roleName("none")),
            GONE,
            NO_ROLE),
        of(
            "SimulatePrincipalPolicy",
            aws ->
                assertThat(
                        aws.iam()
                            .simulatePrincipalPolicy(r ->
                                r.policySourceArn(role(aws, "simulated"))
                                    .actionNames("sagemaker:CreateModel"))
                            .evaluationResults())
                    .singleElement()
                    .satisfies(result ->
                        assertThat(result.evalDecisionAsString()).isEqualTo("implicitDeny")),
            aws ->
                aws.iam()
                    .simulatePrincipalPolicy(r ->
                        r.policySourceArn("arn:aws:iam::" + ACCOUNT + ":role/none")
                            .actionNames("sagemaker:CreateModel")),
            GONE,
            NO_ROLE),
        new OperationCase(
            "STS GetCallerIdentity",
            aws -> assertThat(aws.sts().getCallerIdentity().account()).isEqualTo(ACCOUNT),
            IdentityOperations::identityOfAnotherService,
            "SignatureDoesNotMatch",
            "Credential should be scoped to correct service: 'sts'."),
        new OperationCase(
            "STS AssumeRole",
            aws ->
                assertThat(
                        aws.sts()
                            .assumeRole(
                                r -> r.roleArn(role(aws, "assumed")).roleSessionName("test"))
                            .credentials()
                            .accessKeyId())
                    .startsWith("ASIA"),
            aws ->
                aws.sts()
                    .assumeRole(r ->
                        r.roleArn("arn:aws:iam::" + ACCOUNT + ":role/none")
                            .roleSessionName("test")),
            "AccessDenied",
            "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::"
                + ACCOUNT
                + ":role/none"));
  }

  /** Who one is may be asked by anybody; only a signature for another service is refused. */
  private static void identityOfAnotherService(Clients aws) {
    try (var sts = WrongScope.sts(aws.simulator().uri())) {
      var _ = sts.getCallerIdentity();
    }
  }

  private static String role(Clients aws, String name) {
    return aws.iam().createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST)).role().arn();
  }

  private static OperationCase of(
      String operation,
      Consumer<Clients> success,
      Consumer<Clients> error,
      String code,
      String text) {
    return new OperationCase("IAM " + operation, success, error, code, text);
  }
}
