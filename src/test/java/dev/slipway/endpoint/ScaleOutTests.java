package dev.slipway.endpoint;

import static dev.slipway.endpoint.SomeQuestions.operations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Planner.Way;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a fleet is enlarged before an update, and what that adds to its calls. */
class ScaleOutTests {

  private static final ReleaseSpec BEFORE = SomeReleases.article("v1");
  private static final String FIRST = "{'autoscaling': {'scale_out_before_updates': true}}";
  private static final ReleaseSpec ASKS = SomeReleases.but(SomeReleases.article("v2"), FIRST);
  private static final Call REGISTER =
      new Call("application-autoscaling", "RegisterScalableTarget", "the variant");

  @ParameterizedTest
  @CsvSource({"1000, 2, 0", "1001, 2, 3", "1001, 3, 0", "9000, 2, 10"})
  void itIsMadeAsLargeAsItsBusiestMinuteNeeds(double peak, int serving, int least) {
    Traffic traffic = new Traffic(180, 900, peak, null, null);
    assertThat(ScaleOut.to(BEFORE, ASKS, of(serving, 10), traffic))
        .isEqualTo(least == 0 ? OptionalInt.empty() : OptionalInt.of(least));
    assertThat(ScaleOut.remark(BEFORE, ASKS, of(serving, 10), traffic).isPresent())
        .isEqualTo(least > 0);
  }

  @Test
  void aReleaseThatHasNotSoManyShrinksTheFleetAfterTheUpdateAndThePlanWarns() {
    Traffic traffic = new Traffic(180, 900, 3900, null, null);
    ReleaseSpec fewer = SomeReleases.but(ASKS, "{'autoscaling': {'max_instances': 6}}");
    assertThat(ScaleOut.remark(BEFORE, fewer, of(2, 10), traffic))
        .hasValueSatisfying(remark -> {
          assertThat(remark.severity()).isEqualTo(Severity.WARNING);
          assertThat(remark.message()).contains("its least to 8").contains("no more than 6");
          assertThat(remark.proposal()).contains("at least 8");
        });
    ReleaseSpec atTimes =
        SomeReleases.but(
            fewer,
            "{'autoscaling': {'scheduled_actions': [{'name': 'sale', 'schedule': 'x',"
                + " 'max_instances': 10}]}}");
    for (ReleaseSpec enough : new ReleaseSpec[] {ASKS, atTimes}) {
      assertThat(ScaleOut.remark(BEFORE, enough, of(2, 10), traffic))
          .hasValueSatisfying(remark -> assertThat(remark.severity()).isEqualTo(Severity.NOTE));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # nobody asks for it
          {'autoscaling': {'scale_out_before_updates': null}}
          {'autoscaling': null}
          # SageMaker takes another type only of a fleet that nothing scales
          {'hosting': {'instance_type': 'ml.c5.2xlarge'}}
          """)
  void otherwiseTheFleetStays(String patch) {
    Traffic traffic = new Traffic(180, 900, 9000, null, null);
    assertThat(ScaleOut.to(BEFORE, SomeReleases.but(ASKS, patch), of(2, 10), traffic)).isEmpty();
    assertThat(ScaleOut.to(BEFORE, ASKS, of(null, 10), traffic))
        .as("a count that is not told")
        .isEmpty();
  }

  @Test
  void itGrowsNoFurtherThanItsScheduleLetsItAtThisTime() {
    Traffic traffic = new Traffic(180, 900, 9000, null, null);
    assertThat(ScaleOut.to(BEFORE, ASKS, of(2, 6), traffic)).hasValue(6);
    assertThat(ScaleOut.to(BEFORE, ASKS, of(6, 6), traffic)).isEmpty();
    assertThat(ScaleOut.to(BEFORE, ASKS, of(2, null), traffic)).as("nothing scales it").isEmpty();
  }

  private static ScaleOut.Fleet of(@Nullable Integer serving, @Nullable Integer growsTo) {
    return new ScaleOut.Fleet(serving, growsTo);
  }

  @Test
  void theLeastIsRaisedBeforeTheUpdateAndPutBackAfterIt() {
    Plan plan = Planner.plan(SomeQuestions.of(BEFORE, SomeEndpoints.live(2), ASKS, Way.FORWARD));
    Plan raised = plan.scalingOutFirst(REGISTER, true);
    assertThat(operations(raised))
        .containsSubsequence(
            "RegisterScalableTarget the variant",
            "UpdateEndpoint prod-fraud-detector",
            "RegisterScalableTarget the variant")
        .hasSize(plan.calls().size() + 2);
    assertThat(raised.hash()).as("traffic changes by the minute").isEqualTo(plan.hash());
    assertThat(operations(plan.scalingOutFirst(REGISTER, false))).hasSize(plan.calls().size() + 1);
    assertThat(raised.scalingOutFirst(REGISTER, true).calls())
        .as("bounds that change anyway are put once")
        .hasSize(raised.calls().size() + 1);
    assertThat(ScaleOut.putsBack(BEFORE, ASKS, 5)).isTrue();
    assertThat(
            ScaleOut.putsBack(
                BEFORE,
                SomeReleases.but(
                    ASKS,
                    "{'autoscaling': {'scheduled_actions': [{'name': 'day', 'schedule': 'x',"
                        + " 'min_instances': 5}]}}"),
                5))
        .as("also where a scheduled action has it at other times")
        .isTrue();
    assertThat(
            ScaleOut.putsBack(
                BEFORE, SomeReleases.but(ASKS, "{'autoscaling': {'min_instances': 5}}"), 5))
        .as("as the release itself has it")
        .isFalse();
  }
}
