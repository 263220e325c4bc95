package dev.slipway.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.wire.ServiceException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTests {

  private static final double NO = Double.NaN;

  private static final Map<String, double[]> VALUES =
      Map.of(
          "errors", new double[] {4, NO, 6},
          "all", new double[] {100, 50, 0});

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "1 + 2 * 3; 7",
        "(1 + 2) * 3; 9",
        "2 ^ 3 ^ 2; 512",
        "-2 ^ 2; -4",
        "10 - 4 - 3; 3",
        "1 + 1 > 1 AND 2 > 3; 0",
        "1 > 2 OR 3 >= 3; 1",
        "1 && 0 || 1; 1",
        "IF(3 == 3, 5, 6); 5",
        "IF(3 != 3, 5, 6); 6",
        "SUM([1, 2, 3]); 6",
        "MAX([1, 7, 3]) - MIN([1, 7, 3]); 6",
        "AVG([2, 4]); 3",
        "CEIL(1.2) + FLOOR(1.8) + ABS(-1); 4",
        "1e3 / 8; 125",
        "PERIOD(all); 60",
      })
  void numbersComeOut(String text, double expected) {
    assertThat(of(text)[0]).isEqualTo(expected);
  }

  @Test
  void missingPointsStayMissingUnlessFilled() {
    assertThat(of("errors + 1")).containsExactly(5, NO, 7);
    assertThat(of("FILL(errors, 0)")).containsExactly(4, 0, 6);
    assertThat(of("FILL(errors, REPEAT)")).containsExactly(4, 4, 6);
  }

  @Test
  void aDivisionByZeroIsMissing() {
    assertThat(of("100 * errors / all")).containsExactly(4, NO, NO);
  }

  @Test
  void aGuardedErrorRateIsOneWhereBothConditionsHold() {
    assertThat(of("IF(FILL(errors, 0) >= 3 AND 100 * FILL(errors, 0) / all > 2, 1, 0)"))
        .containsExactly(1, 0, NO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 +", "(1", "FOO(1)", "1 $ 2", "IF(1)", "1 2", "SUM(1"})
  void nonsenseIsRefused(String text) {
    assertThatThrownBy(() -> ExpressionParser.parse(text)).isInstanceOf(ServiceException.class);
  }

  private static double[] of(String text) {
    return new ExpressionValues(3, 60, id -> VALUES.getOrDefault(id, new double[3]))
        .of(ExpressionParser.parse(text));
  }
}
