package dev.slipway.simulator.iam;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

class IamTests {

  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
       "Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
      """;
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject",
       "Resource":"arn:aws:s3:::models/*~ +"}]}\
      """;

  @AutoClose
  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());

  private final IamClient iam = client(IamClient.builder(), simulator.uri());

  @Test
  void aRoleIsCreatedReadTaggedAndDeleted() {
    Role created = create("execution");

    assertThat(created.arn()).isEqualTo("arn:aws:iam::123456789012:role/ml/execution");
    Role role = iam.getRole(r -> r.roleName("EXECUTION")).role();
    assertThat(role.roleId()).isEqualTo(created.roleId()).matches("AROA[0-9A-Z]{17}");
    assertThat(role.maxSessionDuration()).isEqualTo(3600);
    assertThat(decoded(role.assumeRolePolicyDocument())).isEqualTo(TRUST);
    assertThat(role.createDate()).isEqualTo(created.createDate());

    iam.tagRole(r -> r.roleName("execution").tags(t -> t.key("owner").value("ml ops: a+b")));
    assertThat(iam.listRoleTags(r -> r.roleName("execution")).tags())
        .extracting("key", "value")
        .contains(tuple("owner", "ml ops: a+b"));
    iam.untagRole(r -> r.roleName("execution").tagKeys("owner"));
    assertThat(iam.listRoleTags(r -> r.roleName("execution")).tags()).isEmpty();
    assertThat(iam.listRoles().roles()).extracting(Role::roleName).containsExactly("execution");

    iam.deleteRole(r -> r.roleName("execution"));
    assertThatThrownBy(() -> iam.getRole(r -> r.roleName("execution")))
        .isInstanceOf(NoSuchEntityException.class)
        .hasMessageContaining("The role with name execution cannot be found.")
        .hasMessageContaining("Status Code: 404");
  }

  @Test
  void inlinePoliciesComeBackPercentEncodedAndBlockDeletion() {
    create("execution");
    iam.putRolePolicy(r -> r.roleName("execution").policyName("read").policyDocument(POLICY));

    assertThat(iam.listRolePolicies(r -> r.roleName("execution")).policyNames())
        .containsExactly("read");
    String document =
        iam.getRolePolicy(r -> r.roleName("execution").policyName("read")).policyDocument();
    assertThat(document).contains("%2A~%20%2B").doesNotContain(" ");
    assertThat(decoded(document)).isEqualTo(POLICY);
    assertThatThrownBy(() -> iam.deleteRole(r -> r.roleName("execution")))
        .isInstanceOf(DeleteConflictException.class);

    iam.deleteRolePolicy(r -> r.roleName("execution").policyName("read"));
    assertThatThrownBy(() -> iam.getRolePolicy(r -> r.roleName("execution").policyName("read")))
        .isInstanceOf(NoSuchEntityException.class);
    iam.deleteRole(r -> r.roleName("execution"));
  }

  @Test
  void managedPoliciesAreAttachedAndDetached() {
    create("execution");
    String arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess";
    iam.attachRolePolicy(r -> r.roleName("execution").policyArn(arn));

    assertThat(iam.listAttachedRolePolicies(r -> r.roleName("execution")).attachedPolicies())
        .singleElement()
        .satisfies(
            policy -> assertThat(policy.policyName()).isEqualTo("AmazonSageMakerFullAccess"));
    assertThatThrownBy(() -> iam.deleteRole(r -> r.roleName("execution")))
        .isInstanceOf(DeleteConflictException.class);
    iam.detachRolePolicy(r -> r.roleName("execution").policyArn(arn));
    assertThatThrownBy(() -> iam.detachRolePolicy(r -> r.roleName("execution").policyArn(arn)))
        .isInstanceOf(NoSuchEntityException.class);
    assertThat(iam.listInstanceProfilesForRole(r -> r.roleName("execution")).instanceProfiles())
        .isEmpty();
  }

  @Test
  void aNameIsTakenOnlyOnce() {
    create("execution");

    assertThatThrownBy(() -> create("Execution"))
        .isInstanceOf(EntityAlreadyExistsException.class)
        .hasMessageContaining("Role with name Execution already exists.");
  }

  @Test
  void documentsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(
            () -> iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument("nonsense")))
        .isInstanceOf(MalformedPolicyDocumentException.class)
        .hasMessageContaining("invalid Json");
    assertThatThrownBy(() -> iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument(POLICY)))
        .isInstanceOf(MalformedPolicyDocumentException.class);
  }

  @Test
  void constraintsAreToldInTheWordsOfAws() {
    assertThatThrownBy(
            () -> iam.createRole(r -> r.roleName("no spaces").assumeRolePolicyDocument(TRUST)))
        .isInstanceOf(IamException.class)
        .asInstanceOf(InstanceOfAssertFactories.throwable(AwsServiceException.class))
        .satisfies(e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
          assertThat(e.awsErrorDetails().errorMessage())
              .isEqualTo(
                  "1 validation error detected: Value 'no spaces' at 'roleName' failed to"
                      + " satisfy constraint: Member must satisfy regular expression pattern:"
                      + " [\\w+=,.@-]+");
          assertThat(e.requestId()).isNotBlank();
        });
  }

  private Role create(String name) {
    return iam.createRole(r -> r.roleName(name).path("/ml/").assumeRolePolicyDocument(TRUST))
        .role();
  }

  private static String decoded(String document) {
    return URLDecoder.decode(document, StandardCharsets.UTF_8);
  }
}
