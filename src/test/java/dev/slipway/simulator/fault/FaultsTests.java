package dev.slipway.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    assertThat(faults.next(Service.SAGEMAKER, "UpdateEndpoint")).isEmpty();
    assertThat(faults.next(Service.SAGEMAKER, "DescribeEndpoint")).isEmpty();
    assertThat(faults.next(Service.SAGEMAKER, "UpdateEndpoint"))
        .contains(new Fault.Refused(503, "ServiceUnavailable", "A fault was asked for."));
    assertThat(faults.next(Service.SAGEMAKER, "UpdateEndpoint")).isEmpty();
    assertThat(faults.all().get(0).get("struck").asInt()).isEqualTo(1);
  }

  @Test
  void anAnswerIsLostAsOftenAsAskedFor() {
    faults.add(
        json("{\"kind\":\"lost_answer\",\"service\":\"*\",\"operation\":\"*\",\"times\":1}"));

    assertThat(faults.next(Service.SNS, "Publish")).contains(new Fault.AnswerLost());
    assertThat(faults.next(Service.SNS, "Publish")).isEmpty();
  }

  @Test
  void callsAboveARateAreThrottled() {
    faults.add(
        json(
            """
            {"kind":"throttle","service":"monitoring","operation":"*","per_second":1}\
            """));

    assertThat(faults.next(Service.CLOUDWATCH, "PutMetricAlarm")).isEmpty();
    assertThat(faults.next(Service.CLOUDWATCH, "PutMetricAlarm"))
        .contains(new Fault.Refused(400, "ThrottlingException", "Rate exceeded"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(faults.next(Service.CLOUDWATCH, "PutMetricAlarm")).isEmpty();
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
  void delaysAddUpAndAFaultBehindAnotherIsNotUsedUp() {
    faults.add(call("'kind':'latency','milliseconds':200"));
    faults.add(call("'kind':'lost_answer','times':1"));
    faults.add(call("'kind':'error','times':1,'status':503"));
    faults.add(call("'kind':'latency','milliseconds':300"));
    Fault.Delayed first = new Fault.Delayed(Duration.ofMillis(200));
    Fault.Delayed second = new Fault.Delayed(Duration.ofMillis(300));

    assertThat(faults.next(Service.SNS, "Publish")).containsExactly(first, new Fault.AnswerLost());
    assertThat(struck()).containsExactly(1, 1, 0, 0);
    assertThat(faults.next(Service.SNS, "Publish"))
        .hasSize(2)
        .last()
        .isInstanceOf(Fault.Refused.class);
    assertThat(struck()).containsExactly(2, 1, 1, 0);
    assertThat(faults.next(Service.SNS, "Publish")).containsExactly(first, second);
    assertThat(struck()).containsExactly(3, 1, 1, 1);
  }

  @Test
  void aServiceIsMetByEitherOfItsNamesAndOneThatIsNoneIsRefused() {
    for (String name : new String[] {"monitoring", "cloudwatch", "CloudWatch"}) {
      faults.clear();
      faults.add(json("{\"kind\":\"lost_call\",\"operation\":\"*\",\"service\":\"" + name + "\"}"));
      assertThat(faults.next(Service.CLOUDWATCH, "PutMetricAlarm")).hasSize(1);
      assertThat(faults.next(Service.SNS, "Publish")).isEmpty();
    }
    assertThatThrownBy(() ->
            faults.add(json("{\"kind\":\"error\",\"service\":\"sagemake\",\"operation\":\"*\"}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("service must be")
        .hasMessageContaining("cloudwatch")
        .hasMessageContaining("sagemaker-runtime");
  }

  private static JsonNode call(String more) {
    return json(("{'service':'*','operation':'*'," + more + "}").replace('\'', '"'));
  }

  private List<Integer> struck() {
    return faults.all().values().stream().map(rule -> rule.get("struck").asInt()).toList();
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
