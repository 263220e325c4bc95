package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.cloud.CallClass;
import dev.slipway.cloud.CallPacing;
import dev.slipway.cloud.CallPass;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Clouds;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.EndpointClouds;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Routes;
import dev.slipway.environment.Environments;
import dev.slipway.proxy.RehearsedProxy;
import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Environments in accounts of their own, each behind a role with an external id. */
class TwoAccountsTests {

  private static final String FIRST = "111111111111";
  private static final String SECOND = "222222222222";
  private static final String DENIED = "333333333333";
  private static final String MOVED = "444444444444";

  @AutoClose private static Rehearsal rehearsal;
  private static Strangers others;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start();
    others = new Strangers(rehearsal.aws());
    environment("first", FIRST, "for-first", "for-first");
    environment("second", SECOND, "for-second", "for-second");
    environment("denied", DENIED, "what-the-role-asks-for", "for-denied");
  }

  private static void environment(String name, String account, String asked, String configured) {
    String role = others.putDeployer(account, asked);
    others.putArtifacts(account, "models-" + name, "v1");
    Answer created =
        rehearsal
            .api()
            .post(
                "/v1/environments",
                """
                {"name": "%s", "preset": "article", "profile": {
                  "location": {"account_id": "%s", "region": "us-east-1", "role_arn": "%s",
                               "external_id": "%s"},
                  "execution_role": {"managed": true},
                  "artifact_mappings": [{"from": "s3://ml-models/", "to": "s3://models-%s/"}],
                  "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2}}}
                """
                    .formatted(name, account, role, configured, name));
    assertThat(created.status()).as(created.http().body()).isEqualTo(201);
  }

  @Test
  void eachDeploymentActsInItsOwnAccount() {
    UUID first = promote("first");
    UUID second = promote("second");
    assertThat(rehearsal.untilEnd(first).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.untilEnd(second).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(others.endpoints(FIRST)).containsExactly("first-fraud-detector");
    assertThat(others.endpoints(SECOND)).containsExactly("second-fraud-detector");
    assertThat(others.endpoints("123456789012")).isEmpty();
  }

  @Test
  void aRoleThatDeniesIsToldWithAllThatIsMissing() {
    Answer refused = rehearsal.api().post("/v1/promotions", promotion("denied"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/detail"))
        .contains("arn:aws:iam::" + DENIED + ":role/deployer")
        .contains("trust policy")
        .contains("\"sts:ExternalId\": \"for-denied\"")
        .contains("arn:aws:iam::123456789012:");
    assertThat(refused.at("/aws/code")).isEqualTo("AccessDenied");
    assertThat(refused.at("/aws/request_id")).isNotEmpty();
    assertThat(others.endpoints(DENIED)).isEmpty();
  }

  @Test
  void predictionsGoInTheRoleThatTheEnvironmentNamesNow() {
    environment("moved", MOVED, "for-moved", "for-moved");
    assertThat(rehearsal.untilEnd(promote("moved")).at("/state")).isEqualTo("SUCCEEDED");
    try (var proxy =
        new RehearsedProxy(
            () -> rehearsal.api().bean(Routes.class).all(), rehearsal.api().bean(Clouds.class))) {
      await()
          .untilAsserted(
              () -> assertThat(proxy.predict("moved", "fraud-detector")).isEqualTo("200 v1"));

      String next = others.putDeployer(MOVED, "next-deployer", "for-next");
      String path = "/v1/environments/moved";
      Answer changed =
          rehearsal
              .api()
              .patch(
                  path,
                  rehearsal.api().get(path).header("ETag"),
                  """
                  {"profile": {"location": {"role_arn": "%s", "external_id": "for-next"}}}
                  """
                      .formatted(next));
      assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
      others.removeRole(MOVED, "deployer");
      await()
          .untilAsserted(
              () -> assertThat(proxy.predict("moved", "fraud-detector")).isEqualTo("200 v1"));
    }
  }

  @Test
  void aBusyAccountHoldsUpNoLookForDriftInAnother() {
    environment("busy", "777777777777", "for-busy", "for-busy");
    environment("calm", "888888888888", "for-calm", "for-calm");
    assertThat(rehearsal.untilEnd(promote("busy")).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.untilEnd(promote("calm")).at("/state")).isEqualTo("SUCCEEDED");
    for (int round = 0; round < 2; round++) {
      // The busy one has been due for longer than any other.
      rehearsal.advance(Duration.ofMinutes(11));
      useUpTheRate("busy-fraud-detector");
      rehearsal.lookForDrift();
      assertThat(looked("busy")).isEmpty();
      assertThat(looked("calm")).isEqualTo(rehearsal.simulator().clock().now().toString());
    }
  }

  private static String looked(String environment) {
    return rehearsal
        .api()
        .get("/v1/endpoints/" + environment + "-fraud-detector/drift")
        .at("/looked_at");
  }

  /** Asks on behalf of others until the next one would wait for long. */
  private static void useUpTheRate(String endpoint) {
    Endpoint busy = rehearsal.api().bean(Endpoints.class).named(endpoint);
    EndpointClouds clouds = rehearsal.api().bean(EndpointClouds.class);
    CallPacing pacing = rehearsal.api().bean(CallPacing.class);
    CloudLocation there =
        rehearsal.api().bean(Environments.class).byId(busy.environmentId()).profile().location();
    while (pacing.queue(there, CallClass.SAGEMAKER_LOOKS).toMinutes() < 1) {
      CallPass pass = CallPass.holding(new CallPass.Work("others", 10), Map.of());
      try {
        pass.during(() -> clouds.of(busy, null).sageMaker().findEndpoint("none"));
      } catch (CloudFailure held) {
        assertThat(held.until()).isPresent();
      }
    }
  }

  private static UUID promote(String environment) {
    Answer accepted = rehearsal.api().post("/v1/promotions", promotion(environment));
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return UUID.fromString(accepted.at("/deployment/id"));
  }

  private static String promotion(String environment) {
    return """
    {"model": "fraud-detector", "version": "v1", "to": "%s", "reason": "a test"}
    """
        .formatted(environment);
  }
}
