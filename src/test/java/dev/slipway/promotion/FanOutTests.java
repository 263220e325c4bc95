package dev.slipway.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One version for several environments, and which version that is. */
class FanOutTests {

  @AutoClose private static Rehearsal rehearsal;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.unpaced();
    rehearsal.live("v1");
    for (String name : new String[] {"eu", "us", "asia"}) follower(name);
  }

  /** An environment whose versions come from prod. */
  private static void follower(String name) {
    rehearsal.environment(name, "\"predecessor\": \"prod\"");
  }

  @Test
  void aVersionIsTheOneThatIsLiveInTheEnvironmentBefore() {
    Answer accepted = promote("\"to\": \"asia\"");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.at("/from")).isEqualTo("prod");
    assertThat(accepted.at("/version")).isEqualTo("v1");
    rehearsal.untilEnd(UUID.fromString(accepted.at("/deployment/id")));

    Answer refused = promote("\"to\": \"asia\", \"version\": \"v2\"");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("not-live-in-source");
  }

  @Test
  void eachTargetGetsAPromotionOfItsOwnAndOneAnswerNamesThemAll() {
    Answer dry = send("?dry_run=true", "\"from\": \"prod\", \"targets\": [\"eu\", \"us\"]");
    assertThat(dry.status()).isEqualTo(200);
    assertThat(dry.at("/targets/1/plan/endpoint")).isEqualTo("us-fraud-detector");

    Answer answer = promote("\"from\": \"prod\", \"targets\": [\"eu\", \"prod\", \"us\", \"no\"]");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.at("/targets/0/promotion/outcome")).isEqualTo("DEPLOYING");
    assertThat(answer.at("/targets/0/promotion/version")).isEqualTo("v1");
    assertThat(answer.at("/targets/1/promotion/outcome")).isEqualTo("NO_CHANGES");
    assertThat(answer.at("/targets/2/promotion/to")).isEqualTo("us");
    assertThat(answer.at("/targets/3/problem/code")).isEqualTo("no-such-environment");
    assertThat(answer.json().at("/targets/3/problem/status").asInt()).isEqualTo(404);
    assertThat(answer.at("/targets/3/problem/title")).isNotEmpty();
    assertThat(answer.header("Location"))
        .isEqualTo("/v1/promotions/" + answer.at("/targets/0/promotion/id"));
    for (int target : new int[] {0, 2}) {
      Answer ended =
          rehearsal.untilEnd(
              UUID.fromString(answer.at("/targets/" + target + "/promotion/deployment/id")));
      assertThat(ended.at("/state")).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void eachTargetIsHeldToThePlanThatWasAgreedToForIt() {
    for (String name : new String[] {"agreed", "stale", "free"}) follower(name);
    Answer dry = send("?dry_run=true", "\"from\": \"prod\", \"targets\": [\"agreed\", \"stale\"]");
    Answer answer =
        promote(
            """
            "from": "prod", "targets": ["agreed", "stale", "free"],
            "plan_hashes": {"agreed": "%s", "stale": "%s"}
            """
                .formatted(dry.at("/targets/0/plan/hash"), dry.at("/targets/0/plan/hash")));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    assertThat(answer.at("/targets/0/promotion/outcome")).isEqualTo("DEPLOYING");
    assertThat(answer.at("/targets/1/problem/code")).isEqualTo("plan-stale");
    assertThat(answer.at("/targets/2/promotion/outcome")).isEqualTo("DEPLOYING");

    Answer other =
        promote("\"from\": \"prod\", \"targets\": [\"free\"], \"plan_hashes\": {\"prod\": \"1\"}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.at("/errors/0/pointer")).isEqualTo("/plan_hashes/prod");
    Answer one = promote("\"from\": \"prod\", \"to\": \"free\", \"plan_hashes\": {}");
    assertThat(one.at("/errors/0/pointer")).isEqualTo("/plan_hashes");
    for (int target : new int[] {0, 2}) {
      rehearsal.untilEnd(
          UUID.fromString(answer.at("/targets/" + target + "/promotion/deployment/id")));
    }
  }

  @Test
  void whatFailsForOneTargetIsToldBesideWhatWasBegunForOthers() {
    for (String name : new String[] {"calm", "broken"}) follower(name);
    JdbcClient jdbc = rehearsal.api().bean(JdbcClient.class);
    jdbc.sql(
            """
            create function refuse_broken() returns trigger language plpgsql as $$
            begin
              if exists (select from environment where id = new.to_environment_id
                         and name = 'broken') then
                raise exception 'the disk is full' using errcode = 'disk_full';
              end if;
              return new;
            end $$;
            create trigger refuse_broken before insert on promotion
              for each row execute function refuse_broken();
            """)
        .update();
    try {
      Answer answer = promote("\"from\": \"prod\", \"targets\": [\"broken\", \"calm\"]");
      assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
      assertThat(answer.json().at("/targets/0/problem/status").asInt()).isGreaterThanOrEqualTo(500);
      assertThat(answer.http().body()).doesNotContain("the disk is full");
      assertThat(answer.header("Location"))
          .isEqualTo("/v1/promotions/" + answer.at("/targets/1/promotion/id"));

      String running = answer.at("/targets/1/promotion/deployment/id");
      Answer again =
          promote("\"version\": \"v1\", \"from\": \"prod\", \"targets\": [\"calm\", \"prod\"]");
      assertThat(again.at("/targets/0/problem/code")).isEqualTo("deployment-active");
      assertThat(again.at("/targets/0/problem/link")).isEqualTo("/v1/deployments/" + running);
      rehearsal.untilEnd(UUID.fromString(running));
    } finally {
      jdbc.sql("drop trigger refuse_broken on promotion; drop function refuse_broken()").update();
    }
  }

  @Test
  void whereAwsDoesNotAnswerForAnyTargetAskingAgainMayHelp() {
    follower("mute");
    rehearsal.fault(
        """
        {"kind": "error", "service": "*", "operation": "*", "status": 503,
         "code": "ServiceUnavailable", "message": "later"}
        """);
    Answer refused = promote("\"from\": \"prod\", \"targets\": [\"mute\"]");
    rehearsal.noFaults();
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(503);
    assertThat(refused.at("/code")).isEqualTo("every-target-refused");
    assertThat(refused.at("/detail")).contains("mute: ", "(aws-unavailable)");
  }

  @Test
  void whatNoTargetTakesIsRefusedWithEachReason() {
    Answer refused = promote("\"version\": \"v3\", \"targets\": [\"eu\", \"us\"]");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("every-target-refused");
    assertThat(refused.at("/errors/1/pointer")).isEqualTo("/targets/1");
    assertThat(refused.at("/errors/1/detail")).startsWith("us: v3 is not live in prod");
  }

  @Test
  void aRequestNamesOneTargetOrSeveral() {
    for (String wrong :
        new String[] {
          "\"version\": \"v1\"",
          "\"to\": \"eu\", \"targets\": [\"us\"]",
          "\"targets\": []",
          "\"targets\": [\"us\", \"us\"]",
          "\"targets\": [null]",
          "\"targets\": [\"us\"], \"plan_hash\": \"1\""
        }) {
      assertThat(promote(wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  private static Answer promote(String terms) {
    return send("", terms);
  }

  private static Answer send(String query, String terms) {
    return rehearsal
        .api()
        .post(
            "/v1/promotions" + query,
            "{\"model\": \"fraud-detector\", \"reason\": \"a test\", " + terms + "}");
  }
}
