package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * The path and the boundary of a role that Slipway made stay as made, and are told as they are; it
 * may do what the releases that may serve need.
 */
@Conforming
class ManagedRoleTests {

  private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  private static final IamClient iam = AwsClients.at(rehearsal.simulatorUri()).iam();

  @Test
  void aReleaseThatSaysAnotherPathOrBoundaryThanTheRoleHasIsRefusedBeforeItIsOnRecord() {
    rehearsal.environment("moved");
    rehearsal.untilEnd(rehearsal.promote("v1", "moved"));
    say("moved", "\"/ml/\"", "\"" + BOUNDARY + "\"");

    Answer refused = promotion("moved");

    assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("execution-role-differs");
    assertThat(refused.at("/errors/0/pointer")).isEqualTo("/execution_role/path");
    assertThat(refused.at("/errors/1/pointer"))
        .isEqualTo("/execution_role/permissions_boundary_arn");
    assertThat(refused.at("/detail"))
        .contains(
            "lies at /, not at /ml/", "has no boundary", BOUNDARY, "change the role's in IAM");
    assertThat(
            rehearsal.api().get("/v1/endpoints/moved-fraud-detector/releases").json().at("/items"))
        .hasSize(1);

    say("moved", "null", "null");
    assertThat(rehearsal.untilEnd(rehearsal.promote("v2", "moved")).at("/state"))
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void aBoundaryThatTheRoleWasGivenInIamIsTakenOverByTheNextRelease() {
    rehearsal.environment("bound");
    rehearsal.untilEnd(rehearsal.promote("v1", "bound"));
    makeAnew("slipway-bound-fraud-detector", "/");
    assertThat(promotion("bound").at("/detail"))
        .contains("has the boundary " + BOUNDARY + ", and this release says no boundary");

    say("bound", "null", "\"" + BOUNDARY + "\"");

    assertThat(rehearsal.untilEnd(rehearsal.promote("v2", "bound")).at("/state"))
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void theExportWritesThePathAndTheBoundaryThatTheRoleHas() {
    rehearsal.environment("export");
    rehearsal.untilEnd(rehearsal.promote("v1", "export"));
    makeAnew("slipway-export-fraud-detector", "/ml/");

    String file =
        rehearsal.api().get("/v1/endpoints/export-fraud-detector/terraform").http().body();

    assertThat(file.replaceAll(" +", " "))
        .contains("path = \"/ml/\"", "permissions_boundary = \"" + BOUNDARY + "\"");
  }

  @Test
  void aRoleThatSomebodyDeletedOrEmptiedIsDriftAndTheVersionThatServesBringsItBack() {
    rehearsal.environment("bare");
    rehearsal.untilEnd(rehearsal.promote("v1", "bare"));
    String role = "slipway-bare-fraud-detector";
    for (String gone : List.of(role + ".policy", role)) {
      if (gone.equals(role)) rehearsal.aws().make().removeRole(role);
      else rehearsal.aws().make().forbidAll(role);
      rehearsal.advance(Duration.ofMinutes(31));
      rehearsal.lookForDrift();
      assertThat(drift("bare").http().body()).contains("\"execution_role." + gone + "\"");

      Answer mended = rehearsal.untilEnd(rehearsal.promote("v1", "bare"));
      assertThat(mended.at("/state")).isEqualTo("SUCCEEDED");
      assertThat(mended.at("/plan/changes/0/field")).isEqualTo("live.execution_role." + gone);
      assertThat(iam.listRolePolicies(r -> r.roleName(role)).policyNames()).hasSize(1);
      rehearsal.advance(Duration.ofMinutes(31));
      rehearsal.lookForDrift();
      assertThat(drift("bare").at("/state")).isEqualTo("IN_SYNC");
    }
  }

  private static Answer drift(String environment) {
    return rehearsal.api().get("/v1/endpoints/" + environment + "-fraud-detector/drift");
  }

  @Test
  void whatServesMayCaptureDataUntilTheReleaseAfterItHasTakenItsPlace() {
    String endpoint = "capture-fraud-detector";
    rehearsal.environment("capture");
    captureTo("a");
    rehearsal.untilEnd(rehearsal.promote("v1", "capture"));
    captureTo("b");

    UUID update = rehearsal.promote("v2", "capture");
    rehearsal.untilWaitingFor(update, "Baking");
    assertThat(capturesTo(endpoint)).containsExactly("captures/a/*", "captures/b/*");
    rehearsal.aws().alarms().fireErrorsOf(endpoint + "-r2-a2-");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(capturesTo(endpoint)).contains("captures/a/*");

    profile("capture", "{\"data_capture\": null}");
    rehearsal.untilEnd(rehearsal.promote("v3", "capture"));
    assertThat(capturesTo(endpoint)).as("for a rollback").containsExactly("captures/a/*");
    rehearsal.untilEnd(rehearsal.promote("v1", "capture"));
    assertThat(capturesTo(endpoint)).isEmpty();
  }

  private static void captureTo(String prefix) {
    profile(
        "capture",
        """
        {"data_capture": {"destination": "s3://captures/%s", "sampling_percentage": 20,
         "captured": ["INPUT", "OUTPUT"]}}
        """
            .formatted(prefix));
  }

  /** Where the endpoint's role may put objects. */
  private static List<String> capturesTo(String endpoint) {
    String policy =
        iam.getRolePolicy(
                r -> r.roleName("slipway-" + endpoint).policyName(ExecutionRolePolicy.NAME))
            .policyDocument();
    return Json.mapper()
        .readTree(URLDecoder.decode(policy, StandardCharsets.UTF_8))
        .path("Statement")
        .valueStream()
        .filter(statement ->
            statement
                .path("Action")
                .valueStream()
                .anyMatch(action -> action.asString().equals("s3:PutObject")))
        .flatMap(statement -> statement.path("Resource").valueStream())
        .map(place -> place.asString().replace("arn:aws:s3:::", ""))
        .toList();
  }

  /** As it is with another path and a boundary. */
  private static void makeAnew(String name, String path) {
    Role old = iam.getRole(r -> r.roleName(name)).role();
    rehearsal.aws().make().removeRole(name);
    iam.createRole(r ->
        r.roleName(name)
            .path(path)
            .assumeRolePolicyDocument(ExecutionRolePolicy.trust())
            .permissionsBoundary(BOUNDARY)
            .tags(old.tags()));
  }

  private static void say(String environment, String path, String boundary) {
    profile(
        environment,
        "{\"execution_role\": {\"path\": %s, \"permissions_boundary_arn\": %s}}"
            .formatted(path, boundary));
  }

  private static void profile(String environment, String patch) {
    String at = "/v1/environments/" + environment;
    Answer answer =
        rehearsal
            .api()
            .patch(at, rehearsal.api().get(at).header("ETag"), "{\"profile\": " + patch + "}");
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
  }

  private static Answer promotion(String environment) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions",
            """
            {"model": "fraud-detector", "version": "v2", "to": "%s", "reason": "a test"}
            """
                .formatted(environment));
  }
}
