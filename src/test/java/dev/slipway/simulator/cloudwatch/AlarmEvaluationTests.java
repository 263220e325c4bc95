package dev.slipway.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.cloudwatch.AlarmEvaluation.MissingData;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** CloudWatch's own table of what missing data does to an alarm, row by row. */
class AlarmEvaluationTests {

  @ParameterizedTest(name = "{0} with M={1}: {2} / {3} / {4} / {5}")
  @CsvSource({
    "0 - X - X, 3, OK, OK, OK, OK",
    "0 - - - -, 3, OK, OK, OK, OK",
    "- - - - -, 3, INSUFFICIENT_DATA, keep, ALARM, OK",
    "0 X X - X, 3, ALARM, ALARM, ALARM, ALARM",
    "- - X - -, 3, ALARM, keep, ALARM, OK",
    "0 - X - X, 2, ALARM, ALARM, ALARM, ALARM",
    "0 0 X 0 X, 2, ALARM, ALARM, ALARM, ALARM",
    "0 - X - -, 2, OK, OK, ALARM, OK",
    "- - - - 0, 2, OK, OK, ALARM, OK",
    "- - - X -, 2, ALARM, keep, ALARM, OK",
    // Not in the table: once the oldest breaching point is M old and nothing newer is healthy.
    "- X - - -, 3, ALARM, keep, ALARM, OK",
    "- - X X -, 3, ALARM, keep, ALARM, OK",
    "- - X - 0, 3, OK, OK, OK, OK",
  })
  void theConformanceTableHolds(
      String points,
      int toAlarm,
      String missing,
      String ignore,
      String breaching,
      String notBreaching) {
    for (StateValue before :
        new StateValue[] {StateValue.OK, StateValue.ALARM, StateValue.INSUFFICIENT_DATA}) {
      assertThat(state(points, toAlarm, MissingData.MISSING, before))
          .isEqualTo(expected(missing, before));
      assertThat(state(points, toAlarm, MissingData.IGNORE, before))
          .isEqualTo(expected(ignore, before));
      assertThat(state(points, toAlarm, MissingData.BREACHING, before))
          .isEqualTo(expected(breaching, before));
      assertThat(state(points, toAlarm, MissingData.NOT_BREACHING, before))
          .isEqualTo(expected(notBreaching, before));
    }
  }

  @ParameterizedTest
  @CsvSource({"- - - - X", "- - - X -"})
  void anAlarmDoesNotGoOffPrematurelyUnderMissing(String points) {
    assertThat(state(points, 3, MissingData.MISSING, StateValue.OK)).isEqualTo(StateValue.OK);
    assertThat(state(points, 3, MissingData.MISSING, StateValue.INSUFFICIENT_DATA))
        .isEqualTo(StateValue.INSUFFICIENT_DATA);
  }

  @Test
  void everyComparisonIsWhatItsNameSays() {
    assertThat(breaches(ComparisonOperator.GREATER_THAN_THRESHOLD, 5)).isFalse();
    assertThat(breaches(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, 5)).isTrue();
    assertThat(breaches(ComparisonOperator.LESS_THAN_THRESHOLD, 5)).isFalse();
    assertThat(breaches(ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD, 5)).isTrue();
  }

  private static boolean breaches(ComparisonOperator operator, double value) {
    return AlarmEvaluation.comparison(operator, 5).test(value);
  }

  private static StateValue expected(String cell, StateValue before) {
    return cell.equals("keep") ? before : StateValue.valueOf(cell);
  }

  private static StateValue state(
      String points, int toAlarm, MissingData missing, StateValue before) {
    double[] range =
        Arrays.stream(points.split(" "))
            .mapToDouble(point ->
                switch (point) {
                  case "0" -> 0;
                  case "X" -> 10;
                  default -> Double.NaN;
                })
            .toArray();
    return new AlarmEvaluation(3, toAlarm, missing, point -> point > 5).evaluate(range, before);
  }
}
