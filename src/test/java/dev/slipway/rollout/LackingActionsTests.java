package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Clouds;
import dev.slipway.endpoint.Routes;
import dev.slipway.proxy.RehearsedProxy;
import dev.slipway.testing.ApiServer.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A role that lacks one action of a plain update is told so before anything is changed. */
class LackingActionsTests {

  private static final String ACCOUNT = "555555555555";

  /** What a plain update does, and what it would take to go back and to collect. */
  private static final List<String> ACTIONS =
      List.of(
          "sagemaker:DescribeModel",
          "sagemaker:CreateModel",
          "sagemaker:DeleteModel",
          "sagemaker:DescribeEndpointConfig",
          "sagemaker:CreateEndpointConfig",
          "sagemaker:DeleteEndpointConfig",
          "sagemaker:DescribeEndpoint",
          "sagemaker:UpdateEndpoint",
          "sagemaker:AddTags",
          "sagemaker:ListTags",
          "cloudwatch:DescribeAlarms",
          "cloudwatch:PutMetricAlarm",
          "cloudwatch:DeleteAlarms",
          "cloudwatch:TagResource",
          "cloudwatch:ListTagsForResource",
          "cloudwatch:PutMetricData",
          "application-autoscaling:DescribeScalableTargets",
          "application-autoscaling:DescribeScalingPolicies",
          "application-autoscaling:DescribeScheduledActions",
          "application-autoscaling:ListTagsForResource",
          "application-autoscaling:RegisterScalableTarget",
          "application-autoscaling:DeregisterScalableTarget",
          "application-autoscaling:PutScalingPolicy",
          "application-autoscaling:TagResource",
          "iam:GetRole",
          "iam:GetRolePolicy",
          "iam:PutRolePolicy",
          "iam:PassRole");

  @AutoClose private static Rehearsal rehearsal;
  private static Strangers others;
  private static String role;
  private static String shipped;

  @BeforeAll
  static void anEndpointServesUnderTheShippedPolicy() throws IOException {
    rehearsal = Rehearsal.start(Rehearsal.UNPACED);
    others = new Strangers(rehearsal.aws());
    role = others.putDeployer(ACCOUNT, "an-external-id");
    others.putArtifacts(ACCOUNT, "models-exact", "v1", "v2");
    shipped =
        Files.readString(Path.of("docs/iam/control-plane.json"))
            .replace("REGION", "us-east-1")
            .replace("ACCOUNT", ACCOUNT)
            .replace("ENVIRONMENT", "exact")
            .replace("MODEL-BUCKET", "models-exact")
            .replace("CONTROL-PLANE-ROLE", "deployer")
            .replace("EXECUTION-ROLE", "nobody");
    others.putPolicy(ACCOUNT, "deployer", shipped);
    environment("exact");
    assertThat(ended(promotion("v1")).at("/state")).isEqualTo("SUCCEEDED");
    // What was there is not asked about again for ten minutes.
    rehearsal.advance(Duration.ofMinutes(11));
  }

  @ParameterizedTest
  @FieldSource("ACTIONS")
  void theMissingActionIsNamedAndNothingIsChanged(String action) {
    String lacking = shipped.replace("\"" + action + "\"", "\"iam:GetUser\"");
    assertThat(lacking).as("the shipped policy has it").isNotEqualTo(shipped);
    others.putPolicy(ACCOUNT, "deployer", lacking);
    JsonNode before = hosted();
    Answer refused = promotion("v2");
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
    assertThat(refused.at("/detail")).contains(action);
    assertThat(hosted()).isEqualTo(before);
    // Who may not look at itself cannot ask IAM what else is missing.
    if (!action.equals("iam:GetRole")) {
      assertThat(refused.at("/code")).isEqualTo("control-plane-lacks-actions");
    }
  }

  @Test
  void predictionsOfEachKindAreAllowedByTheShippedPolicy() throws Exception {
    others.putPolicy(ACCOUNT, "deployer", shipped);
    try (var proxy =
            new RehearsedProxy(
                () -> rehearsal.api().bean(Routes.class).all(),
                rehearsal.api().bean(Clouds.class));
        var client = HttpClient.newHttpClient()) {
      for (String kind :
          List.of("invocations", "invocations-response-stream", "async-invocations")) {
        HttpRequest prediction =
            HttpRequest.newBuilder(proxy.uri().resolve("/endpoints/exact-fraud-detector/" + kind))
                .header("Authorization", "Bearer a-token-that-is-known")
                .header("Content-Type", "application/json")
                .header("X-Amzn-SageMaker-InputLocation", "s3://models-exact/input.json")
                .POST(BodyPublishers.ofString("{\"features\": [0.5, 1.2, 3.4, 0.8]}"))
                .build();
        HttpResponse<String> answer = client.send(prediction, BodyHandlers.ofString());
        if (kind.equals("async-invocations")) {
          assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
              .as("the endpoint takes none, which is asked after whether the caller may")
              .hasValue("ValidationError");
        } else {
          assertThat(answer.statusCode()).as(kind + ": " + answer.body()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void thatUpdatingIsAuthorisedOnTheConfigurationTooIsKnownBeforehand() {
    String configs = "arn:aws:sagemaker:us-east-1:" + ACCOUNT + ":endpoint-config/";
    others.putPolicy(
        ACCOUNT,
        "deployer",
        shipped.replaceFirst(
            "\"Statement\": \\[",
            """
            "Statement": [{"Effect": "Deny", "Action": "sagemaker:UpdateEndpoint",
              "Resource": "%s*"},
            """
                .formatted(configs)));
    JsonNode before = hosted();
    Answer refused = promotion("v2");
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
    assertThat(refused.at("/detail"))
        .contains("sagemaker:UpdateEndpoint on " + configs + "exact-fraud-detector")
        .doesNotContain(":endpoint/");
    assertThat(hosted()).isEqualTo(before);
  }

  @Test
  void whatAPlainUpdateAsksOfAwsIsAmongTheActionsThatWereTakenAway() {
    others.putPolicy(ACCOUNT, "deployer", shipped);
    environment("exact-too");
    ended(promotion("v1", "exact-too"));
    ended(promotion("v2", "exact-too"));
    Answer update = ended(promotion("v1", "exact-too"));
    assertThat(update.at("/state")).as(update.http().body()).isEqualTo("SUCCEEDED");
    // The alarms of the update before are collected when this one has ended.
    rehearsal.advance(Duration.ofMinutes(1));
    Answer events =
        rehearsal.api().get("/v1/deployments/" + update.at("/id") + "/events?page_size=200");
    assertThat(events.json().findValuesAsString("operation"))
        .contains("UpdateEndpoint", "DeleteAlarms")
        .allSatisfy(
            operation -> assertThat(ACTIONS).anyMatch(action -> action.endsWith(":" + operation)));
  }

  /** All that AWS has, but the policy that is taken from and who has come. */
  private static JsonNode hosted() {
    ObjectNode all = (ObjectNode) rehearsal.snapshot();
    all.remove("sts.session");
    ObjectNode roles = (ObjectNode) all.path("iam.role");
    roles.propertyNames().stream()
        .filter(role -> role.contains("deployer"))
        .toList()
        .forEach(roles::remove);
    return all;
  }

  private static void environment(String name) {
    Answer created =
        rehearsal
            .api()
            .post(
                "/v1/environments",
                """
                {"name": "%s", "preset": "article", "profile": {
                  "location": {"account_id": "%s", "region": "us-east-1", "role_arn": "%s",
                               "external_id": "an-external-id"},
                  "execution_role": {"managed": true},
                  "artifact_mappings": [{"from": "s3://ml-models/", "to": "s3://models-exact/"}],
                  "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2},
                  "autoscaling": {"min_instances": 2, "max_instances": 10}}}
                """
                    .formatted(name, ACCOUNT, role));
    assertThat(created.status()).as(created.http().body()).isEqualTo(201);
  }

  private static Answer promotion(String version) {
    return promotion(version, "exact");
  }

  private static Answer promotion(String version, String environment) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions",
            """
            {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"}
            """
                .formatted(version, environment));
  }

  private static Answer ended(Answer accepted) {
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return rehearsal.untilEnd(UUID.fromString(accepted.at("/deployment/id")));
  }
}
