package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which alarms a composite alarm's rule names. */
class CompositeRulesTests {

  @Test
  void anAlarmIsNamedByItsNameOrItsArnWithOrWithoutQuotes() {
    assertThat(rule("ALARM(\"fraud errors (5xx)\") OR OK(b)").use("fraud errors (5xx)")).isTrue();
    assertThat(rule("ALARM('fraud errors')").use("fraud errors")).isTrue();
    assertThat(rule("ALARM(\"say \\\"5xx\\\"\")").use("say \"5xx\"")).isTrue();
    assertThat(rule("NOT ALARM( fraud-errors )").use("fraud-errors")).isTrue();
    assertThat(
            rule("ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:fraud-errors)")
                .use("fraud-errors"))
        .isTrue();
  }

  @Test
  void anotherNameThatHoldsItIsAnotherAlarm() {
    assertThat(rule("ALARM(\"site errors\")").use("errors")).isFalse();
    assertThat(rule("ALARM(\"fraud-errors-2\") OR OK(my-fraud-errors)").use("fraud-errors"))
        .isFalse();
  }

  private static CompositeRules rule(String rule) {
    return new CompositeRules(List.of("TRUE", rule));
  }
}
