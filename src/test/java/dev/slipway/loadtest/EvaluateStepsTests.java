package dev.slipway.loadtest;

import static dev.slipway.loadtest.SomeSteps.step;
import static dev.slipway.loadtest.SomeSteps.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import dev.slipway.endpoint.Prices;
import dev.slipway.endpoint.ServerlessOffer;
import dev.slipway.loadtest.Course.Ending;
import dev.slipway.loadtest.LoadTestResult.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from measured steps: pure arithmetic, by AWS's formula and list prices. */
class EvaluateStepsTests {

  private static final Prices PRICES = new Prices(null, null, Map.of("ml.c5.xlarge", 0.2), null);

  private static final Long WEEK = 7 * 1440L;

  /** 200/s on two instances, then too slow. */
  private static final List<MeasuredStep> STEPS = List.of(step(2, 20), step(4, 20), step(8, 400));

  @Test
  void theTargetIsTheRateTimesSixtyTimesTheSafetyFactor() {
    LoadTestResult found = of(STEPS, Ending.TOO_SLOW, null);

    assertThat(found.evidence()).isEqualTo(Evidence.SATURATED);
    assertThat(found.ratePerInstance()).isEqualTo(100);
    assertThat(found.atConcurrency()).isEqualTo(4);
    assertThat(found.targetInvocationsPerInstance()).isEqualTo(3000);
    assertThat(found.sentence())
        .startsWith("100 requests a second per ml.c5.xlarge within p99 ≤ 100 ms");
  }

  @Test
  void withoutALimitItIsAtLeastWhatWasMeasured() {
    LoadTestResult found = of(STEPS.subList(0, 2), Ending.MOST_CONCURRENCY, null);

    assertThat(found.evidence()).isEqualTo(Evidence.INSUFFICIENT_EVIDENCE);
    assertThat(found.ratePerInstance()).isEqualTo(100);
    assertThat(found.sentence()).startsWith("At least 100").contains("insufficient");
  }

  @Test
  void nothingFollowsFromAnEndpointThatIsAlwaysTooSlow() {
    LoadTestResult found = of(List.of(step(1, 200)), Ending.TOO_SLOW, demand(10));

    assertThat(found.evidence()).isEqualTo(Evidence.NOTHING_WITHIN_BOUNDS);
    assertThat(found.ratePerInstance()).isNull();
    assertThat(found.targetInvocationsPerInstance()).isNull();
  }

  @Test
  void aStepInWhichTheFleetChangedIsNotBuiltUpon() {
    List<MeasuredStep> steps = List.of(step(2, 20), step(8, 20, 2, 4), step(16, 40, 4, 4));

    LoadTestResult found = of(steps, Ending.MOST_CONCURRENCY, null);

    assertThat(steps.get(1).ratePerInstance()).isNull();
    assertThat(found.atConcurrency()).isEqualTo(16);
    assertThat(found.ratePerInstance()).isEqualTo(100);
  }

  @Test
  void stepsWithinTheBoundsAreNotDeniedWhereTheFleetChanged() {
    LoadTestResult found = of(List.of(step(3, 20, 1, 4), step(200, 400)), Ending.TOO_SLOW, null);

    assertThat(found.evidence()).isEqualTo(Evidence.INSUFFICIENT_EVIDENCE);
    assertThat(found.ratePerInstance()).isNull();
    assertThat(found.sentence())
        .startsWith("With 3 at once answers were within the bounds")
        .contains("number of instances")
        .doesNotContain("No step");
  }

  @Test
  void theLimitIsNotShownBelowAStepWithinTheBoundsInWhichTheFleetChanged() {
    List<MeasuredStep> steps = List.of(step(2, 20), step(8, 20, 2, 4), step(16, 400, 4, 4));

    LoadTestResult found = of(steps, Ending.TOO_SLOW, null);

    assertThat(found.evidence()).isEqualTo(Evidence.INSUFFICIENT_EVIDENCE);
    assertThat(found.ratePerInstance()).isEqualTo(50);
    assertThat(found.sentence())
        .startsWith("At least 50 requests a second")
        .contains("With 8 at once answers were within the bounds")
        .doesNotContain("With more");
  }

  @Test
  void theLimitIsShownAboveAStepInWhichTheFleetChanged() {
    List<MeasuredStep> steps = List.of(step(4, 20), step(8, 20, 2, 4), step(16, 90));

    LoadTestResult found = of(steps, Ending.NO_GAIN, null);

    assertThat(found.evidence()).isEqualTo(Evidence.SATURATED);
    assertThat(found.ratePerInstance()).isEqualTo(100);
  }

  @Test
  void theFleetSuitsTheMeasuredTraffic() {
    LoadTestResult found = of(STEPS, Ending.TOO_SLOW, demand(9000));

    FleetAdvice fleet = Objects.requireNonNull(found.fleet());
    assertThat(fleet.peakPerMinute()).isEqualTo(9000);
    assertThat(fleet.instances()).isEqualTo(3);
    assertThat(fleet.maxInstances()).isEqualTo(4);
    assertThat(fleet.minInstances()).as("two are never made one").isEqualTo(2);
    // 60 minutes of 9000 take three instances, all others two.
    assertThat(fleet.averageInstances()).isEqualTo(2.01);
    CostAdvice cost = Objects.requireNonNull(found.cost());
    assertThat(cost.now()).isEqualTo(0.2 * 730 * 2);
    assertThat(cost.recommended()).isEqualTo(Math.round(0.2 * 730 * 2.01 * 100) / 100.0);
  }

  @Test
  void serverlessIsCheaperForFewRequestsAndDearerForMany() {
    CostAdvice few = cost(demand(10));
    CostAdvice many = cost(new Demand(7, WEEK, Collections.nCopies(7 * 1440, 5000.0), 0.02));

    assertThat(few.serverless()).extracting(ServerlessOffer::memoryMb).isEqualTo(6144);
    assertThat(few.serverlessCheaper()).isTrue();
    assertThat(many.serverlessCheaper()).isFalse();
  }

  @Test
  void whereNobodyAskedAnythingThereIsNothingToCompare() {
    CostAdvice cost = cost(new Demand(7, WEEK, List.of(), null));

    assertThat(cost.now()).isPositive();
    assertThat(cost.recommended()).isNull();
    assertThat(cost.serverless()).isNull();
    assertThat(cost.serverlessCheaper()).isNull();
    assertThat(Json.write(cost)).doesNotContain("cheaper");
  }

  @Test
  void theDaysAreThoseInWhichTheEndpointExisted() {
    Demand young = new Demand(7, 1973L, Collections.nCopies(600, 100.0), 0.02);

    LoadTestResult found = of(STEPS, Ending.TOO_SLOW, young);

    assertThat(found.fleet()).extracting(FleetAdvice::days).isEqualTo(1.37);
    assertThat(found.assumptions()).anyMatch(it -> it.startsWith("Traffic is that of 1.37 days "));
  }

  @Test
  void moreAtOnceThanServerlessTakesIsNotComparedWithIt() {
    LoadTestResult found = of(STEPS, Ending.TOO_SLOW, demand(700_000));

    CostAdvice cost = Objects.requireNonNull(found.cost());
    assertThat(cost.serverless()).isNull();
    assertThat(cost.serverlessCheaper()).isNull();
    assertThat(found.assumptions())
        .contains(
            "Serverless takes 200 requests at once at most, and the busiest minute has about 233.")
        .noneMatch(it -> it.startsWith("Serverless is reckoned"));
  }

  @Test
  void dollarsAreNotComparedWithEuros() {
    Prices euros = new Prices("2026-11", "EUR", Map.of("ml.c5.xlarge", 0.21), null);

    LoadTestResult found = of(STEPS, Ending.TOO_SLOW, demand(10), euros);

    CostAdvice cost = Objects.requireNonNull(found.cost());
    assertThat(cost.recommended()).isPositive();
    assertThat(cost.serverless()).isNull();
    assertThat(cost.serverlessCheaper()).isNull();
    assertThat(found.assumptions()).anyMatch(it -> it.contains("costs in EUR is not known"));

    Prices both = new Prices("2026-11", "EUR", Map.of("ml.c5.xlarge", 0.21), 0.00003);
    found = of(STEPS, Ending.TOO_SLOW, demand(10), both);
    double requests = 600 / 7.0 * 730 / 24;
    assertThat(found.cost())
        .extracting(CostAdvice::serverless)
        .extracting(ServerlessOffer::costPerMonth)
        .isEqualTo(Math.round(requests * 0.02 * 6 * 0.00003 * 100) / 100.0);
  }

  @Test
  void whereNobodyKnowsHowLongAnswersTakeServerlessIsNotSaidToExcludeTheRelease() {
    Demand unmeasured = new Demand(7, WEEK, Collections.nCopies(60, 10.0), null);

    LoadTestResult found = of(STEPS, Ending.TOO_SLOW, unmeasured);

    assertThat(found.cost()).extracting(CostAdvice::serverless).isNull();
    assertThat(found.assumptions())
        .anyMatch(it -> it.contains("does not say how long the container took"))
        .noneMatch(it -> it.contains("cannot host"));
  }

  @Test
  void nobodysTrafficSuggestsNoFleet() {
    LoadTestResult found = of(STEPS, Ending.TOO_SLOW, new Demand(7, WEEK, List.of(), null));

    assertThat(found.targetInvocationsPerInstance()).isEqualTo(3000);
    assertThat(found.fleet()).isNull();
    assertThat(found.cost()).extracting(CostAdvice::now).isEqualTo(292.0);
    assertThat(found.cost()).extracting(CostAdvice::recommended).isNull();
    assertThat(found.assumptions()).anyMatch(it -> it.contains("no fleet is recommended"));
  }

  @Test
  void everyAssumptionIsSaid() {
    assertThat(of(STEPS, Ending.TOO_SLOW, demand(10)).assumptions())
        .anyMatch(it -> it.contains("× 60 × 0.5"))
        .anyMatch(it -> it.contains("7 days"))
        .anyMatch(it -> it.contains("6144 MB"));
    assertThat(of(STEPS, Ending.TOO_SLOW, null).assumptions())
        .anyMatch(it -> it.contains("CloudWatch did not say"));
  }

  @Test
  void aQuickContainerIsNotSaidToTakeNoTime() {
    Demand quick = new Demand(7, WEEK, Collections.nCopies(60, 10.0), 0.0006);

    assertThat(of(STEPS, Ending.TOO_SLOW, quick).assumptions())
        .contains("Serverless is reckoned with 6144 MB and 0.6 ms a request, without cold starts.");
  }

  @Test
  void theMedianMinuteIsAmongAllMinutes() {
    assertThat(new Demand(1, 1440L, List.of(5.0), 0.1).medianPerMinute()).isZero();
    assertThat(new Demand(1, 1440L, Collections.nCopies(1440, 5.0), 0.1).medianPerMinute())
        .isEqualTo(5);
  }

  @Test
  void anEndpointOfTwoDaysIsReckonedByThese() {
    Demand steady = new Demand(7, 2 * 1440L, Collections.nCopies(2 * 1440, 12_000.0), 0.02);

    LoadTestResult found = of(STEPS, Ending.TOO_SLOW, steady);

    FleetAdvice fleet = Objects.requireNonNull(found.fleet());
    assertThat(fleet.medianPerMinute()).isEqualTo(12_000);
    assertThat(fleet.minInstances()).isEqualTo(4);
    assertThat(fleet.averageInstances()).isEqualTo(4);
    assertThat(found.cost())
        .extracting(CostAdvice::serverless)
        .extracting(ServerlessOffer::requestsPerMonth)
        .isEqualTo(12_000.0 * 60 * 730);
    assertThat(found.assumptions()).anyMatch(it -> it.startsWith("Traffic is that of 2 days"));
  }

  @Test
  void fromLessThanADayOrAnUnknownAgeNoFleetAndNoMonthFollow() {
    for (Long there : Arrays.asList(1439L, null)) {
      Demand hours = new Demand(7, there, Collections.nCopies(600, 100.0), 0.02);

      LoadTestResult found = of(STEPS, Ending.TOO_SLOW, hours);

      assertThat(found.targetInvocationsPerInstance()).isEqualTo(3000);
      assertThat(found.fleet()).isNull();
      assertThat(found.cost()).extracting(CostAdvice::recommended).isNull();
      assertThat(found.cost()).extracting(CostAdvice::serverless).isNull();
      assertThat(found.assumptions()).anyMatch(it -> it.contains("neither a fleet nor a month"));
    }
  }

  private static LoadTestResult of(
      List<MeasuredStep> steps, Ending ending, @Nullable Demand demand) {
    return of(steps, ending, demand, PRICES);
  }

  private static LoadTestResult of(
      List<MeasuredStep> steps, Ending ending, @Nullable Demand demand, Prices prices) {
    return EvaluateSteps.of(
        wanted(),
        steps,
        ending,
        new EvaluateSteps.Known(new Hosted("ml.c5.xlarge", 2), prices, demand, true, 1));
  }

  private static CostAdvice cost(Demand demand) {
    return Objects.requireNonNull(of(STEPS, Ending.TOO_SLOW, demand).cost());
  }

  /** A week with an hour of this many requests a minute, and no others. */
  private static Demand demand(double perMinute) {
    return new Demand(7, WEEK, new ArrayList<>(Collections.nCopies(60, perMinute)), 0.02);
  }
}
