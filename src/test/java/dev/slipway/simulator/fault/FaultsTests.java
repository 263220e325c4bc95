package dev.slipway.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.time.SimClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FaultsTests {

  private final SimClock clock = SimClock.manual(Instant.parse("2026-01-05T09:00:00Z"));
  private final Faults faults = new Faults(clock, 42);

  @Test
  void theSecondCallOfAnOperationFailsOnce() {
    faults.add(
        json(
            """
            {"kind":"error","service":"sagemaker","operation":"UpdateEndpoint","call":2,
             "status":503,"code":"ServiceUnavailable"}\
            """));

    assertThat(faults.next("sagemaker", "UpdateEndpoint")).isEmpty();
    assertThat(faults.next("sagemaker", "DescribeEndpoint")).isEmpty();
    assertThat(faults.next("sagemaker", "UpdateEndpoint"))
        .contains(new Fault.Refused(503, "ServiceUnavailable", "A fault was asked for."));
    assertThat(faults.next("sagemaker", "UpdateEndpoint")).isEmpty();
    assertThat(faults.all().get(0).get("struck").asInt()).isEqualTo(1);
  }

  @Test
  void anAnswerIsLostAsOftenAsAskedFor() {
    faults.add(
        json("{\"kind\":\"lost_answer\",\"service\":\"*\",\"operation\":\"*\",\"times\":1}"));

    assertThat(faults.next("sns", "Publish")).contains(new Fault.AnswerLost());
    assertThat(faults.next("sns", "Publish")).isEmpty();
  }

  @Test
  void callsAboveARateAreThrottled() {
    faults.add(
        json(
            """
            {"kind":"throttle","service":"monitoring","operation":"*","per_second":1}\
            """));

    assertThat(faults.next("monitoring", "PutMetricAlarm")).isEmpty();
    assertThat(faults.next("monitoring", "PutMetricAlarm"))
        .contains(new Fault.Refused(400, "ThrottlingException", "Rate exceeded"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(faults.next("monitoring", "PutMetricAlarm")).isEmpty();
  }

  @Test
  void aShareOfAModelsAnswersIsSpoiltEvenlyAndTheSameUnderTheSameSeed() {
    faults.add(
        json(
            """
            {"kind":"model_error","endpoint":"e","configuration":"c2","share":0.25}\
            """));

    assertThat(faults.answer("e", "c1")).isEqualTo(Spoil.NONE);
    long spoilt = IntStream.range(0, 400).filter(_ -> faults.answer("e", "c2").error()).count();
    assertThat(spoilt).isBetween(98L, 102L);
  }

  @Test
  void aFaultThatSaysNothingIsRefusedWithASentence() {
    assertThatThrownBy(() -> faults.add(json("{\"kind\":\"flood\"}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kind must be");
    assertThatThrownBy(() -> faults.add(json("{\"kind\":\"error\",\"service\":\"s3\"}")))
        .hasMessageContaining("operation");
  }

  @Test
  void faultsAreTakenAwayByIdOrAllAtOnce() {
    String id =
        faults
            .add(json("{\"kind\":\"latency\",\"service\":\"s3\",\"operation\":\"*\"}"))
            .get("id")
            .asString();

    assertThat(faults.remove(id)).isTrue();
    assertThat(faults.remove(id)).isFalse();
    assertThat(faults.all()).isEmpty();
  }

  private static JsonNode json(String text) {
    return new JsonMapper().readTree(text);
  }
}
