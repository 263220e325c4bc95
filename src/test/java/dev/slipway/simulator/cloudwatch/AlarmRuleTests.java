package dev.slipway.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.wire.ServiceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Rules of composite alarms: "hot" is in ALARM, "well" in OK, any other without data. */
class AlarmRuleTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ALARM(hot) | ALARM",
        "ALARM(\"hot\") | ALARM",
        "ALARM('hot') | ALARM",
        "ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:hot) | ALARM",
        "OK(hot) | OK",
        "OK(well) | ALARM",
        "INSUFFICIENT_DATA(\"never heard of\") | ALARM",
        "NOT ALARM(well) | ALARM",
        "NOT NOT ALARM(hot) | ALARM",
        "ALARM(hot) AND ALARM(well) | OK",
        "ALARM(hot) OR ALARM(well) | ALARM",
        "ALARM(hot) OR ALARM(hot) AND ALARM(well) | ALARM",
        "(ALARM(hot) OR ALARM(hot)) AND ALARM(well) | OK",
        "NOT (ALARM(hot) AND ALARM(well)) | ALARM",
        "NOT ALARM(hot) OR TRUE | ALARM",
        "  TRUE  | ALARM",
        "FALSE | OK",
        "ALARM(hot) AND FALSE | OK"
      })
  void aRuleHoldsOrNot(String rule, StateValue expected) {
    assertThat(
            AlarmRule.parse(rule)
                .state(name ->
                    switch (name) {
                      case "hot" -> StateValue.ALARM;
                      case "well" -> StateValue.OK;
                      default -> StateValue.INSUFFICIENT_DATA;
                    }))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "NOT ", "NOT ("})
  void aRuleThatIsNestedTooDeepIsRefused(String level) {
    String nested = level.repeat(20_000) + "TRUE" + ")".repeat(level.contains("(") ? 20_000 : 0);
    assertThatThrownBy(() -> AlarmRule.parse(nested))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("nested more than 100 deep");
    assertThat(AlarmRule.parse("(".repeat(50) + "TRUE" + ")".repeat(50)).alarms()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALARM",
        "ALARM(",
        "ALARM()",
        "ALARM(a",
        "ALARM(a) OR",
        "ALARM(a) ALARM(b)",
        "AND ALARM(a)",
        "(ALARM(a)",
        "HOT(a)",
        "alarm(a)",
        "\"a",
        "NOT",
        ")"
      })
  void whatIsNoRuleIsRefused(String rule) {
    assertThatThrownBy(() -> AlarmRule.parse(rule))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("ValidationError"));
  }
}
