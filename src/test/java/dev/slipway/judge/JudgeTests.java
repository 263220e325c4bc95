package dev.slipway.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.judge.JudgeRules.Metric;
import dev.slipway.judge.Verdict.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;

/** A thousand seeded bakes each: what the judge finds, what it lets pass, and what it foretells. */
class JudgeTests {

  private static final int RUNS = 1000;
  private static final int POINTS = Look.points(Duration.ofMinutes(15));
  private static final SomeTraffic TRAFFIC = new SomeTraffic(POINTS, 1500, 500);

  @Test
  void aReleaseThatIsTwoFifthsSlowerIsFailed() {
    assertThat(failed(seed -> TRAFFIC.seen(seed, 1.4, 0.002, 0.002))).isGreaterThanOrEqualTo(900);
  }

  @Test
  void aReleaseThatFailsTenTimesAsOftenIsFailed() {
    assertThat(failed(seed -> TRAFFIC.seen(seed, 1, 0.002, 0.02))).isGreaterThanOrEqualTo(900);
  }

  @Test
  void aReleaseWithoutARegressionIsLeftAlone() {
    int failed = failed(seed -> TRAFFIC.seen(seed, 1, 0.002, 0.002));
    assertThat(failed).isLessThanOrEqualTo(20);
    double upper =
        BetaDistribution.of(failed + 1, RUNS - failed).inverseCumulativeProbability(0.99);
    assertThat(upper).isLessThanOrEqualTo(0.035);
  }

  @Test
  void errorsThatBothFleetsHaveAlikeAreToldAsThoseOfNeither() {
    int told = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      Verdict.Finding errors = judge(TRAFFIC.seen(seed, 1, 0.07, 0.07)).findings().getFirst();
      if (errors.sentence().contains("on both fleets alike: the cause of these is likely")) {
        assertThat(errors.outcome()).as(errors.sentence()).isNotEqualTo(Outcome.FAIL);
        told++;
      }
      assertThat(judge(TRAFFIC.seen(seed, 1, 0.002, 0.002)).sentence())
          .as("rare errors are no trouble")
          .doesNotContain("alike");
    }
    assertThat(told)
        .as("the others differ by as much as matters, maybe by chance")
        .isGreaterThan(400);
  }

  @Test
  void twentyRequestsAreAlwaysInsufficientEvidence() {
    SomeTraffic few = new SomeTraffic(POINTS, 1500, 2);
    for (long seed = 0; seed < RUNS; seed++) {
      for (double errors : new double[] {0, 0.5, 1}) {
        assertThat(judge(few.seen(seed, 3, 0.002, errors)).outcome())
            .isEqualTo(Outcome.INSUFFICIENT_EVIDENCE);
      }
    }
    assertThat(judge(new Evidence(List.of(), List.of())).outcome())
        .isEqualTo(Outcome.INSUFFICIENT_EVIDENCE);
  }

  @Test
  void whatIsForetoldAsTheLeastErrorStepIsFoundInNineOfTen() {
    double step = Objects.requireNonNull(foresight(0).detectable());
    assertThat(failed(seed -> TRAFFIC.seen(seed, 1, 0.002, 0.002 + step))).isBetween(850, 960);
    assertThat(failed(seed -> TRAFFIC.seen(seed, 1, 0.002, 0.002 + step / 2))).isLessThan(600);
  }

  @Test
  void whatIsForetoldAsTheLeastShiftOfLatencyIsFoundInAtLeastNineOfTen() {
    double shift = Objects.requireNonNull(foresight(1).detectable());
    assertThat(shift).isBetween(0.2, 0.4);
    assertThat(failed(seed -> TRAFFIC.seen(seed, 1 + shift, 0.002, 0.002)))
        .isGreaterThanOrEqualTo(900);
    assertThat(failed(seed -> TRAFFIC.seen(seed, 1.1, 0.002, 0.002))).isLessThan(100);
  }

  @Test
  void tooLittleTrafficIsForetoldToo() {
    Traffic little = new Traffic(40, 0.002, 0, spread(), spread());
    for (JudgeRules.MetricRule rule : JudgeRules.USUAL.metrics()) {
      Foresight seen = Foresight.of(rule, 0.01, little, POINTS, 0.25);
      assertThat(seen.detectable()).isNull();
      assertThat(seen.sentence()).contains("nothing");
    }
  }

  @Test
  void aMetricThatMustNotFallIsForetoldAsAFall() {
    Traffic recent = new Traffic(2000, 0, 0.05, spread(), spread());
    JudgeRules.MetricRule rate =
        new JudgeRules.MetricRule(
            Metric.CLIENT_ERROR_RATE, JudgeRules.Direction.DECREASE, 0.01, true);
    JudgeRules.MetricRule latency =
        new JudgeRules.MetricRule(Metric.MODEL_LATENCY, JudgeRules.Direction.DECREASE, 0.2, true);
    assertThat(Foresight.of(rate, 0.01, recent, POINTS, 0.25).sentence())
        .matches("4xx errors: a rate of [0-4]\\.\\d\\d % instead of 5\\.00 %");
    assertThat(Foresight.of(latency, 0.01, recent, POINTS, 0.25).sentence())
        .startsWith("model latency: -");
  }

  @Test
  void aVerdictTellsItsNumbers() {
    Verdict verdict = judge(TRAFFIC.seen(7, 1.4, 0.002, 0.02));
    assertThat(verdict.sentence()).contains("5xx errors fail", "model latency fail", "p = ");
    Verdict.Finding errors = verdict.findings().getFirst();
    assertThat(errors.metric()).isEqualTo(Metric.ERROR_RATE);
    assertThat(errors.alpha()).isEqualTo(0.01);
    assertThat(errors.effect()).isBetween(0.01, 0.03);
  }

  @Test
  void aLookSeesTheMinutesBetweenWarmUpAndDelay() {
    Instant since = Instant.parse("2026-01-01T00:00:30Z");
    Look look = Look.at(since, Look.SHORTEST_BAKE);
    assertThat(Look.SHORTEST_BAKE).isEqualTo(Duration.ofMinutes(14));
    assertThat(look.due()).isEqualTo(since.plus(Duration.ofMinutes(13)));
    assertThat(Duration.between(look.from(), look.until())).isEqualTo(Duration.ofMinutes(8));
    assertThat(look.from()).isAfterOrEqualTo(since.plus(Look.WARM_UP));
    assertThat(Look.points(Duration.ofMinutes(5))).isZero();
    assertThat(POINTS).isEqualTo(9);
  }

  private static Foresight foresight(int metric) {
    Traffic recent = new Traffic(2000, 0.002, 0, spread(), spread());
    return Foresight.of(JudgeRules.USUAL.metrics().get(metric), 0.01, recent, POINTS, 0.25);
  }

  /** As an hour of that traffic varies: its load, its own noise and the averaging of requests. */
  private static Traffic.Spread spread() {
    return new Traffic.Spread(48, 0.056);
  }

  private static int failed(LongFunction<Evidence> bake) {
    return (int)
        LongStream.range(0, RUNS)
            .filter(seed -> judge(bake.apply(seed)).outcome() == Outcome.FAIL)
            .count();
  }

  private static Verdict judge(Evidence evidence) {
    return Judge.judge(JudgeRules.USUAL, evidence, 1);
  }
}
