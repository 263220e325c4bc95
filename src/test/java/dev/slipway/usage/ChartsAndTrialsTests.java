package dev.slipway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a dashboard asks of an endpoint: figures for a chart, and a payload to try. */
@Conforming
class ChartsAndTrialsTests {

  private static final String PATH = "/v1/endpoints/prod-fraud-detector";
  private static final String PAYLOAD = "{\"body\": \"{\\\"features\\\": [0.5, 1.2, 3.4, 0.8]}\"}";

  @AutoClose private static Rehearsal rehearsal;
  private static UUID deployment;

  @BeforeAll
  static void start() {
    rehearsal = Rehearsal.start();
    deployment = rehearsal.promote("v1");
    rehearsal.untilEnd(deployment);
  }

  @Test
  void aTriedPayloadTellsWhatCameBackAndWhichReleaseServes() {
    Answer answer = rehearsal.api().post(PATH + "/predictions", PAYLOAD);

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(answer.at("/status")).isEqualTo("200");
    assertThat(answer.at("/body")).contains("\"version\"");
    assertThat(answer.at("/release")).isEqualTo("1");
    assertThat(answer.at("/model_version")).isEqualTo("v1");
    assertThat(answer.at("/updating")).isEqualTo("false");
  }

  @Test
  void aPayloadThatTheContainerRefusesIsAnAnswerToo() {
    Answer answer = rehearsal.api().post(PATH + "/predictions", "{\"body\": \"nonsense\"}");

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(Integer.parseInt(answer.at("/status"))).isGreaterThanOrEqualTo(400);
  }

  @Test
  void aPayloadIsGivenOnceAndIsSmall() {
    for (String body :
        List.of(
            "{}",
            "{\"body\": \"\"}",
            "{\"body\": \"a\", \"body_base64\": \"YQ==\"}",
            "{\"body_base64\": \"?\"}",
            "{\"body\": \"a\", \"content_type\": \"a\\nb\"}",
            "{\"body\": \"%s\"}".formatted("x".repeat(65_537)))) {
      assertThat(rehearsal.api().post(PATH + "/predictions", body).status())
          .as(body.substring(0, Math.min(60, body.length())))
          .isEqualTo(400);
    }
    assertThat(rehearsal.api().post(PATH + "/predictions", "{\"sample\": \"none\"}").status())
        .isEqualTo(404);
  }

  @Test
  void aChartShowsTrafficDeploymentsAndWhenAlarmsFire() {
    for (int i = 0; i < 5; i++) rehearsal.api().post(PATH + "/predictions", PAYLOAD);
    rehearsal.advance(Duration.ofMinutes(5));

    Answer chart = rehearsal.api().get(PATH + "/metrics");

    assertThat(chart.status()).as(chart.http().body()).isEqualTo(200);
    assertThat(chart.at("/step_seconds")).isEqualTo("60");
    assertThat(sum(chart.json().at("/series/invocations"))).isGreaterThanOrEqualTo(5);
    assertThat(chart.json().at("/series/model_latency_p99_ms")).isNotEmpty();
    assertThat(chart.json().at("/series/instances/0/value").asInt()).isEqualTo(2);
    assertThat(chart.at("/markers/0/deployment")).isEqualTo(deployment.toString());
    assertThat(chart.at("/markers/0/state")).isEqualTo("SUCCEEDED");
    assertThat(chart.json().at("/alarms").valueStream().map(it -> it.path("series").asString()))
        .containsExactly("errors_5xx", "model_latency_average_ms");
  }

  @Test
  void aChartHasNoMorePointsThanCanBeShown() {
    String day = "2020-01-01T00:00:00Z";
    for (String query :
        List.of(
            "step_seconds=61",
            "step_seconds=0",
            "from=" + day,
            "until=" + day,
            "from=9999-12-31T00:00:00Z",
            "step_seconds=60&from="
                + rehearsal.simulator().clock().now().minus(Duration.ofDays(2)))) {
      Answer refused = rehearsal.api().get(PATH + "/metrics?" + query);
      assertThat(refused.status()).as(query).isEqualTo(400);
    }
    Answer month =
        rehearsal
            .api()
            .get(
                PATH
                    + "/metrics?from="
                    + rehearsal.simulator().clock().now().minus(Duration.ofDays(30)));
    assertThat(month.at("/step_seconds")).isEqualTo("21600");
  }

  private static double sum(JsonNode points) {
    return points.valueStream().mapToDouble(it -> it.path("value").asDouble()).sum();
  }
}
