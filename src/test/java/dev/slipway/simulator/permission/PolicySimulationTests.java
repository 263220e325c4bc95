package dev.slipway.simulator.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** What a role may do can be asked beforehand, as {@code SimulatePrincipalPolicy} does. */
class PolicySimulationTests extends PermissionStage {

  @Test
  void whatARoleMayDoCanBeAskedBeforehandAndIsTrue() {
    allow("sagemaker:CreateEndpoint\",\"sagemaker:Describe*", "*");
    put("never", "{\"Effect\":\"Deny\",\"Action\":\"sagemaker:Delete*\",\"Resource\":\"*\"}");
    String role = "arn:aws:iam::" + ACCOUNT + ":role/deployer";

    var answer =
        iam.simulatePrincipalPolicy(r ->
            r.policySourceArn(role)
                .actionNames(
                    "sagemaker:CreateEndpoint",
                    "sagemaker:DescribeEndpoint",
                    "sagemaker:UpdateEndpoint",
                    "sagemaker:DeleteEndpoint"));

    assertThat(answer.evaluationResults())
        .extracting(EvaluationResult::evalActionName, EvaluationResult::evalDecisionAsString)
        .containsExactly(
            tuple("sagemaker:CreateEndpoint", "allowed"),
            tuple("sagemaker:DescribeEndpoint", "allowed"),
            tuple("sagemaker:UpdateEndpoint", "implicitDeny"),
            tuple("sagemaker:DeleteEndpoint", "explicitDeny"));
    assertThat(answer.evaluationResults().getLast().matchedStatements())
        .singleElement()
        .satisfies(matched -> assertThat(matched.sourcePolicyId()).isEqualTo("never"));
    assertThatThrownBy(() ->
            iam.simulatePrincipalPolicy(
                r -> r.policySourceArn(role + "x").actionNames("sagemaker:CreateEndpoint")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sagemaker.amazonaws.com | endpoint/fraud | allowed
          lambda.amazonaws.com    | endpoint/fraud | implicitDeny
          sagemaker.amazonaws.com | endpoint/churn | implicitDeny
          """)
  void theContextAndTheResourcesOfTheQuestionCount(
      String service, String resource, String decision) {
    put(
        "pass",
        "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"*/fraud\","
            + "\"Condition\":{\"StringLike\":{\"iam:PassedToService\":\"sagemaker.*\"}}}");

    var answer =
        iam.simulatePrincipalPolicy(r ->
            r.policySourceArn("arn:aws:iam::" + ACCOUNT + ":role/deployer")
                .actionNames("iam:PassRole")
                .resourceArns("arn:aws:sagemaker:us-east-1:" + ACCOUNT + ":" + resource)
                .contextEntries(entry ->
                    entry
                        .contextKeyName("iam:PassedToService")
                        .contextKeyType(ContextKeyTypeEnum.STRING)
                        .contextKeyValues(service)));

    assertThat(answer.evaluationResults().getFirst().evalDecisionAsString()).isEqualTo(decision);
  }
}
