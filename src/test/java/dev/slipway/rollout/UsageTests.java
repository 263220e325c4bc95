package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What an environment's endpoints are asked and cost, and what is left of those on no record. */
@Conforming
class UsageTests {

  /** Two instances of ml.c5.xlarge for 730 hours. */
  private static final double TWO = 2 * 730 * 0.204;

  @AutoClose private static final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  @AfterEach
  void noFaults() {
    rehearsal.noFaults();
  }

  @Test
  void anEndpointThatNobodyAsksIsNamedWithWhatItCosts() {
    rehearsal.environment("idle");
    rehearsal.untilEnd(rehearsal.promote("v1", "idle"));
    JsonNode young = only("idle");
    assertThat(young.path("idle").asBoolean()).isFalse();
    assertThat(young.path("sentence").asString()).contains("younger than 7 days");
    rehearsal.simulator().clock().advance(Duration.ofDays(8));
    Answer report = report("idle", 7);
    JsonNode idle = report.json().at("/endpoints/0");
    assertThat(idle.path("idle").asBoolean()).isTrue();
    assertThat(idle.path("invocations").asInt()).isZero();
    assertThat(idle.path("instances").asInt()).isEqualTo(2);
    assertThat(idle.path("cost_per_month").asDouble()).isEqualTo(TWO);
    assertThat(report.json().path("idle_cost_per_month").asDouble()).isEqualTo(TWO);
    assertThat(idle.path("sentence").asString())
        .contains("Nobody has asked it anything for 7 days", "297.84 USD a month", "On serverless");
  }

  @Test
  void whereMeasuredTrafficWouldCostLessOnServerlessTheReportSaysSoWithNumbers() {
    rehearsal.environment("quiet");
    rehearsal.untilEnd(rehearsal.promote("v1", "quiet"));
    ask("quiet", 24, 100);
    JsonNode quiet = only("quiet");
    assertThat(quiet.path("invocations").asInt()).isEqualTo(24 * 60);
    assertThat(quiet.path("last_invoked_at").asString()).isNotEmpty();
    JsonNode there = quiet.path("serverless");
    assertThat(there.path("cheaper").asBoolean()).isTrue();
    assertThat(there.path("requests_per_month").asDouble())
        .as("24 hours' requests are not spread over the days before the endpoint was there")
        .isCloseTo(24 * 60 * 730 / 24.0, withinPercentage(3));
    assertThat(there.path("cost_per_month").asDouble()).isBetween(0.01, 5.0);
    assertThat(quiet.path("sentence").asString()).contains("requests a month", "cold start");
  }

  @Test
  void whatServesServerlessCostsWhatItsRequestsDo() {
    String billedByRequest =
        Rehearsal.prod("billed")
            .replace(
                "{\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 2}",
                "{\"instance_type\": null, \"instance_count\": null, \"serverless\":"
                    + " {\"memory_mb\": 2048, \"max_concurrency\": 20}}")
            .replace("{\"min_instances\": 2, \"max_instances\": 10}", "null");
    assertThat(rehearsal.api().post("/v1/environments", billedByRequest).status()).isEqualTo(201);
    rehearsal.untilEnd(rehearsal.promote("v1", "billed"));
    rehearsal.simulator().clock().advance(Duration.ofDays(1));
    assertThat(only("billed").path("cost_per_month").asDouble(-1)).as("nobody asks").isZero();
    ask("billed", 24, 100);
    JsonNode billed = only("billed");
    double requests = billed.path("invocations").asDouble() / 2 * 730 / 24;
    assertThat(billed.path("cost_per_month").asDouble())
        .isCloseTo(requests * 0.1 * 2 * 0.00002, within(0.01))
        .isPositive();
  }

  @Test
  void fewerHoursThanADayTellNothingOfAMonth() {
    rehearsal.environment("newborn");
    rehearsal.untilEnd(rehearsal.promote("v1", "newborn"));
    ask("newborn", 2, 100);
    JsonNode newborn = only("newborn");
    assertThat(newborn.has("serverless")).isFalse();
    assertThat(newborn.path("cost_per_month").asDouble()).isEqualTo(TWO);
    assertThat(newborn.path("sentence").asString())
        .contains("120 requests", "younger than a day")
        .doesNotContain("On serverless");
  }

  @Test
  void whatServerlessCannotHostIsNotAdvised() {
    String gpu = Rehearsal.prod("gpu").replace("ml.c5.xlarge", "ml.g5.xlarge");
    assertThat(rehearsal.api().post("/v1/environments", gpu).status()).isEqualTo(201);
    rehearsal.untilEnd(rehearsal.promote("v1", "gpu"));
    assertThat(only("gpu").has("serverless")).isFalse();
  }

  @Test
  void whatCloudWatchDoesNotTellIsNeverCalledIdle() {
    rehearsal.environment("untold");
    rehearsal.untilEnd(rehearsal.promote("v1", "untold"));
    rehearsal.simulator().clock().advance(Duration.ofDays(8));
    rehearsal.fault(
        """
        {"kind": "error", "service": "monitoring", "operation": "GetMetricData", "status": 403,
         "code": "AccessDenied", "message": "not for you"}
        """);
    JsonNode untold = only("untold");
    assertThat(untold.path("idle").asBoolean()).isFalse();
    assertThat(untold.has("invocations")).isFalse();
  }

  @Test
  void whatIsOnNoRecordIsToldOfWithItsCostRolesAndScalableTargetsToo() {
    rehearsal.environment("lost");
    rehearsal.untilEnd(rehearsal.promote("v1", "lost"));
    rehearsal
        .api()
        .bean(JdbcClient.class)
        .sql("delete from aws_resource where name like '%lost-fraud-detector%'")
        .update();
    JsonNode report = report("lost", 7).json();
    assertThat(
            report.path("unrecorded").values().stream()
                .map(one -> one.path("kind").asString() + " " + one.path("name").asString()))
        .contains(
            "ROLE slipway-lost-fraud-detector",
            "SCALABLE_TARGET endpoint/lost-fraud-detector/variant/primary",
            "ENDPOINT lost-fraud-detector");
    assertThat(report.path("idle_cost_per_month").asDouble()).isEqualTo(TWO);
    rehearsal.fault(
        """
        {"kind": "error", "service": "iam", "operation": "ListRoles", "status": 403,
         "code": "AccessDenied", "message": "not for you"}
        """);
    Answer partly = rehearsal.api().get("/v1/environments/lost/orphans");
    assertThat(partly.status()).as(partly.http().body()).isEqualTo(200);
    assertThat(partly.json().path("complete").asBoolean()).isFalse();
    assertThat(partly.at("/unread/0")).contains("iam:ListRoles");
  }

  @Test
  void aDayTooFarIsRefused() {
    rehearsal.environment("far");
    Answer refused = report("far", 91);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/errors/0/pointer")).isEqualTo("days");
  }

  /** One request a minute. */
  private static void ask(String environment, int hours, double millis) {
    String endpoint = environment + "-fraud-detector";
    SomeTraffic traffic = new SomeTraffic(rehearsal.simulator(), endpoint);
    String config = rehearsal.aws().endpoint(endpoint).endpointConfigName();
    for (int minute = 0; minute < hours * 60; minute++) {
      traffic.minute(config, 1, millis, 0);
      rehearsal.simulator().clock().advance(Duration.ofMinutes(1));
    }
    rehearsal.simulator().clock().advance(Duration.ofMinutes(5));
  }

  private static JsonNode only(String environment) {
    JsonNode endpoints = report(environment, 7).json().path("endpoints");
    assertThat(endpoints).hasSize(1);
    return endpoints.get(0);
  }

  private static Answer report(String environment, int days) {
    Answer report = rehearsal.api().get("/v1/environments/" + environment + "/usage?days=" + days);
    if (days <= 90) assertThat(report.status()).as(report.http().body()).isEqualTo(200);
    return report;
  }
}
