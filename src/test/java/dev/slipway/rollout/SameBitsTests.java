package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was tested is what is promoted: the image's digest and the artifact's bytes. */
class SameBitsTests {

  private static final String ENDPOINT = "store-fraud-detector";
  private static final String FROM_PROD = "\"predecessor\": \"prod\", ";
  private static final String STORE = "\"artifact_store\": \"s3://the-store/slipway/\"";

  @AutoClose private final Rehearsal rehearsal = Rehearsal.start();

  @BeforeEach
  void store() {
    rehearsal.aws().artifacts().makeBucket("the-store");
    environment("store", FROM_PROD + STORE);
  }

  private void environment(String name, String instead) {
    String body = Rehearsal.prod(name).replaceAll("\"artifact_mappings\": \\[.*],", instead + ",");
    Answer answer = rehearsal.api().post("/v1/environments", body);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
  }

  @Test
  void aPromotionCopiesTheBytesToAKeyThatNamesThem() {
    rehearsal.live("v1");
    JsonNode bits =
        rehearsal.api().get("/v1/models/fraud-detector/versions/v1").json().at("/bits/0");
    String address = bits.path("address").asString();
    String key = "slipway/fraud-detector/" + address + "/model.tar.gz";
    assertThat(address).startsWith("md5-");

    Answer plan = promote("?dry_run=true");
    assertThat(plan.at("/calls/0/operation")).isEqualTo("CopyObject");
    assertThat(plan.at("/calls/0/subject")).isEqualTo("s3://the-store/" + key);
    assertThat(rehearsal.aws().artifacts().keys("the-store")).isEmpty();

    UUID deployment = begun(promote(""));
    Answer ended = rehearsal.untilEnd(deployment);
    assertThat(ended.at("/state")).as(ended.http().body()).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.aws().artifacts().keys("the-store")).containsExactly(key);
    assertThat(rehearsal.aws().artifactOf(ENDPOINT)).isEqualTo("s3://the-store/" + key);
    assertThat(rehearsal.events(deployment))
        .contains("Copied s3://ml-models-prod/fraud-detector/v1/");
    assertThat(promote("").at("/outcome")).isEqualTo("NO_CHANGES");

    // The source may go; the way back needs only the copy.
    rehearsal.live("v2");
    rehearsal.untilEnd(begun(promote("")));
    rehearsal.aws().artifacts().delete("v1");
    assertThat(rehearsal.untilEnd(rollBack(1)).at("/state")).isEqualTo("SUCCEEDED");
    rehearsal.untilEnd(rollBack(2));
    rehearsal.aws().artifacts().overwrite("the-store", key, new byte[] {1});
    Answer refused =
        rehearsal
            .api()
            .post(
                "/v1/endpoints/" + ENDPOINT + "/rollbacks",
                "{\"release\": 1, \"reason\": \"a test\"}");
    assertThat(refused.at("/code")).isEqualTo("not-restorable");
  }

  @Test
  void whatWaitedIsCopiedFromWhereItWasTestedThoughAnotherVersionServesThereByNow() {
    environment("later", FROM_PROD + "\"gates\": {\"approvals\": 1}, " + STORE);
    rehearsal.live("v1");
    Answer pending = rehearsal.api().post("/v1/promotions", promotion("later"));
    assertThat(pending.at("/outcome")).as(pending.http().body()).isEqualTo("PENDING_APPROVAL");
    rehearsal.live("v2");
    Answer approved =
        rehearsal
            .api()
            .send(
                "POST",
                "/v1/promotions/" + pending.at("/id") + "/approvals",
                "{\"reason\": \"good\", \"expected_state\": \"PENDING_APPROVAL\"}",
                "Authorization",
                "Bearer " + rehearsal.api().tokenOf("anna"));
    assertThat(approved.at("/outcome")).as(approved.http().body()).isEqualTo("DEPLOYING");
    UUID deployment = UUID.fromString(approved.at("/deployment/id"));
    assertThat(rehearsal.untilEnd(deployment).at("/state")).isEqualTo("SUCCEEDED");
    assertThat(rehearsal.events(deployment))
        .contains("Copied s3://ml-models-prod/fraud-detector/v1/");
  }

  @Test
  void whatIsAtTheKeyAndIsSomethingElseIsLeftAlone() {
    rehearsal.live("v1");
    UUID deployment = begun(promote(""));
    rehearsal.scheduler().tickInto(deployment, "ARTIFACT");
    String key = "slipway/fraud-detector/" + address() + "/model.tar.gz";
    rehearsal.aws().artifacts().overwrite("the-store", key, new byte[] {1});
    Answer ended = rehearsal.untilEnd(deployment);
    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/reason_code")).isEqualTo("artifact-copy-differs");
    assertThat(promote("").at("/code")).isEqualTo("artifact-not-the-same");
  }

  @Test
  void aTagThatMovesDoesNotChangeWhatIsPromoted() {
    rehearsal.live("v1");
    String tested = image("prod-fraud-detector");
    rehearsal.aws().images().moveTag("ml-serving");
    rehearsal.untilEnd(begun(promote("")));
    assertThat(image(ENDPOINT)).isEqualTo(tested);
  }

  @Test
  void anArtifactThatWasOverwrittenSinceIsRefusedWhereverItIsFound() {
    rehearsal.live("v1");
    rehearsal.aws().artifacts().put("v1", Rehearsal.archive("forged"));
    assertThat(promote("").at("/code")).isEqualTo("artifact-not-the-same");
    environment(
        "mapped",
        FROM_PROD
            + "\"artifact_mappings\": [{\"from\": \"s3://ml-models/\", \"to\":"
            + " \"s3://ml-models-prod/\"}]");
    Answer mapped = rehearsal.api().post("/v1/promotions", promotion("mapped"));
    assertThat(mapped.status()).isEqualTo(422);
    assertThat(mapped.at("/code")).isEqualTo("artifact-not-the-same");
  }

  @Test
  void partsThatTwoDeploymentsCopyStayForTheSecondWhenTheFirstIsCalledOff() {
    large("one", "two");
    UUID first = rehearsal.promote("large", "one");
    tickUntilTold(first, "Copied part 1 of 3 ");
    UUID second = rehearsal.promote("large", "two");
    tickUntilTold(second, "Copied part 2 of 3 ");
    rehearsal.cancel(first);
    tickUntilCanceled(first);
    tickUntilTold(second, "Joined the 3 parts of ");
    assertThat(rehearsal.events(first) + rehearsal.events(second))
        .containsOnlyOnce("Began to copy");
    assertThat(rehearsal.aws().artifacts().keys("the-store")).hasSize(1);
  }

  @Test
  void partsThatTwoDeploymentsCopyAreGivenUpWhenBothAreCalledOff() {
    large("one", "two");
    UUID first = rehearsal.promote("large", "one");
    tickUntilTold(first, "Copied part 1 of 3 ");
    UUID second = rehearsal.promote("large", "two");
    tickUntilTold(second, "Copied part 2 of 3 ");
    assertThat(rehearsal.aws().artifacts().begun("the-store")).hasSize(1);
    rehearsal.cancel(first);
    rehearsal.cancel(second);
    tickUntilCanceled(first);
    tickUntilCanceled(second);
    assertThat(rehearsal.aws().artifacts().begun("the-store")).isEmpty();
  }

  @Test
  void partsAreNotLeftToADeploymentThatHasYetToComeToThem() {
    large("one", "two");
    UUID first = rehearsal.promote("large", "one");
    tickUntilTold(first, "Copied part 1 of 3 ");
    UUID second = rehearsal.promote("large", "two");
    rehearsal.cancel(first);
    tickUntilCanceled(first);
    assertThat(rehearsal.aws().artifacts().begun("the-store")).isEmpty();
    tickUntilTold(second, "Joined the 3 parts of ");
  }

  /** A version that is copied in three parts, and environments that it can be promoted to. */
  private void large(String... environments) {
    byte[] content = new byte[12 << 20];
    new Random(1).nextBytes(content);
    rehearsal.aws().artifacts().makeBucket("ml-models");
    rehearsal
        .aws()
        .artifacts()
        .overwrite("ml-models", "fraud-detector/large/model.tar.gz", content);
    rehearsal.register("large");
    for (String environment : environments) environment(environment, STORE);
  }

  private void tickUntilCanceled(UUID deployment) {
    tickUntil(deployment, () -> rehearsal.deployment(deployment).at("/state").equals("CANCELED"));
  }

  private void tickUntilTold(UUID deployment, String what) {
    tickUntil(deployment, () -> rehearsal.events(deployment).contains(what));
  }

  /** Runs ticks of this deployment and of no other. */
  private void tickUntil(UUID deployment, BooleanSupplier done) {
    Deployments deployments = rehearsal.api().bean(Deployments.class);
    for (int i = 0; i < 50; i++) {
      if (done.getAsBoolean()) return;
      rehearsal.scheduler().tick(deployment, deployments.withId(deployment).tick());
      rehearsal.simulator().clock().advance(Duration.ofSeconds(5));
    }
    throw new AssertionError(rehearsal.deployment(deployment).http().body());
  }

  private String address() {
    return rehearsal.api().get("/v1/models/fraud-detector/versions/v1").at("/bits/0/address");
  }

  private String image(String endpoint) {
    return rehearsal
        .api()
        .get("/v1/endpoints/" + endpoint + "/releases/1")
        .at("/spec/image_digest");
  }

  private UUID rollBack(int release) {
    Answer answer =
        rehearsal
            .api()
            .post(
                "/v1/endpoints/" + ENDPOINT + "/rollbacks",
                "{\"release\": %d, \"reason\": \"a test\"}".formatted(release));
    return UUID.fromString(answer.at("/id"));
  }

  private Answer promote(String query) {
    return rehearsal.api().post("/v1/promotions" + query, promotion("store"));
  }

  private static String promotion(String to) {
    return """
    {"model": "fraud-detector", "to": "%s", "reason": "a test"}
    """
        .formatted(to);
  }

  private static UUID begun(Answer promotion) {
    assertThat(promotion.status()).as(promotion.http().body()).isEqualTo(202);
    return UUID.fromString(promotion.at("/deployment/id"));
  }
}
